package dev.rollcall.ingest.connection;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What is asked for with a new credential.
 *
 * @param kind {@code bearer}, {@code basic} or {@code client_credentials}
 * @param label what the administrator calls it
 * @param expiresAt from when it opens nothing; absent for never
 * @param username of basic, which needs one
 * @param password of basic; absent for a new one
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record NewCredential(
        @Nullable String kind,
        @Nullable String label,
        @Nullable Instant expiresAt,
        @Nullable String username,
        @Nullable String password) {

    /** A bearer token that doesn't expire. */
    public static NewCredential bearer(String label) {
        return new NewCredential("bearer", label, null, null, null);
    }

    /** Says nothing of the password. */
    @Override
    public String toString() {
        return "NewCredential[kind=" + kind + "]";
    }
}
