package dev.rollcall.sync.app;

import dev.rollcall.event.SignatureScheme;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key that an app's webhooks are signed with, opened.
 *
 * @param key as Standard Webhooks writes it: {@code whsec_} or {@code whsk_}, and base64
 * @param expires from when on it signs no more; null for never
 */
public record SigningKey(
        SignatureScheme scheme, String key, @Nullable Instant expires) {

    boolean isInForce(Instant now) {
        return expires == null || now.isBefore(expires);
    }

    @Override
    public String toString() {
        return "SigningKey[" + scheme + ", " + expires + "]";
    }
}
