package dev.rollcall.ingest.replay;

/** The consumer group of an app, as the workers name it. */
final class AppGroup {

    private static final String PREFIX = "rollcall-app-";

    private AppGroup() {}

    static String of(String app) {
        return PREFIX + app;
    }
}
