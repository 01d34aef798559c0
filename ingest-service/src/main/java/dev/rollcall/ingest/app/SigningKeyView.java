package dev.rollcall.ingest.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.event.AppSigningKey;
import dev.rollcall.event.SignatureScheme;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A signing key as the admin API shows it.
 *
 * @param expiresAt after which it signs no more; absent for never
 * @param publicKey {@code whpk_…} of scheme v1a, which receivers verify with
 * @param secret {@code whsec_…} of scheme v1; only shown when it was just made
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record SigningKeyView(
        String id,
        String scheme,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable String publicKey,
        @Nullable String secret) {

    static SigningKeyView made(WebhookKeys.Made made) {
        boolean isShared = made.key().getScheme() == SignatureScheme.V1;
        return of(made.key(), isShared ? null : made.shown(), isShared ? made.shown() : null);
    }

    static SigningKeyView of(AppSigningKey key, @Nullable String publicKey) {
        return of(key, publicKey, null);
    }

    private static SigningKeyView of(AppSigningKey key, @Nullable String publicKey, @Nullable String secret) {
        return new SigningKeyView(
                key.getId(), AppWords.word(key.getScheme()), key.getCreated(), key.getExpires(), publicKey, secret);
    }
}
