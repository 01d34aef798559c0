package dev.rollcall.ingest.provider;

import org.jspecify.annotations.Nullable;

/** A provider can't be used as it is; the message tells an administrator why and what to do, and holds no secret. */
public final class ProviderFault extends RuntimeException {

    public ProviderFault(String message) {
        this(message, null);
    }

    public ProviderFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The message, which is never null. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
