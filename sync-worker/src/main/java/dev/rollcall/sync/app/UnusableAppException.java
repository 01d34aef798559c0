package dev.rollcall.sync.app;

import org.jspecify.annotations.Nullable;

/** An app's setting can't be used as it is; its message says what would mend it. */
public final class UnusableAppException extends Exception {

    static final String KEYS_EXPIRED = "All of its signing keys have expired; make a new one.";

    private static final long serialVersionUID = 1L;

    private final long settingTime;

    UnusableAppException(String message, long settingTime, @Nullable Throwable cause) {
        super(message, cause);
        this.settingTime = settingTime;
    }

    public long settingTime() {
        return settingTime;
    }
}
