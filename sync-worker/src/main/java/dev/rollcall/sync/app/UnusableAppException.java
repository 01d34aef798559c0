package dev.rollcall.sync.app;

/** An app's setting can't be used as it is; its message says what would mend it. */
public final class UnusableAppException extends Exception {

    private static final long serialVersionUID = 1L;

    private final long settingTime;

    UnusableAppException(String message, long settingTime, Throwable cause) {
        super(message, cause);
        this.settingTime = settingTime;
    }

    public long settingTime() {
        return settingTime;
    }
}
