package dev.rollcall.ingest.connection;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.event.Credential;
import dev.rollcall.event.CredentialKind;
import dev.rollcall.ingest.credential.CredentialKinds;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A credential as the admin API shows it.
 *
 * @param username of basic
 * @param clientId of client_credentials
 * @param lastUsedAt to a second or so; absent where it never was, or was just made
 * @param secret the token, password or client secret; only shown when it was just made
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record CredentialView(
        String id,
        String kind,
        String label,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable String username,
        @Nullable String clientId,
        @Nullable String secret) {

    /** One that was just made. */
    static CredentialView made(Credential credential, String secret) {
        return of(credential, null, secret);
    }

    static CredentialView of(Credential credential, @Nullable Instant lastUsed) {
        return of(credential, lastUsed, null);
    }

    private static CredentialView of(Credential credential, @Nullable Instant lastUsed, @Nullable String secret) {
        return new CredentialView(
                credential.getId(),
                CredentialKinds.word(credential.getKind()),
                credential.getLabel(),
                credential.getCreated(),
                credential.getExpires(),
                lastUsed,
                credential.getKind() == CredentialKind.BASIC ? credential.getName() : null,
                credential.getKind() == CredentialKind.CLIENT ? credential.getName() : null,
                secret);
    }
}
