package dev.rollcall.schemas.delivery;

/** The consumer group of an app: its offsets are how far the app has come, for whoever wants to know. */
public final class AppGroup {

    private static final String PREFIX = "rollcall-app-";

    private AppGroup() {}

    public static String of(String app) {
        return PREFIX + app;
    }

    /** Whose group it is. */
    public static String app(String group) {
        return group.substring(PREFIX.length());
    }
}
