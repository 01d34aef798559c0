package dev.rollcall.sync.app;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;

/** Signs with HMAC-SHA256 (v1). */
final class SharedKeySigner implements Signer {

    private final Webhook webhook;

    /** @throws IllegalArgumentException when it isn't {@code whsec_} and base64 */
    SharedKeySigner(String key) {
        try {
            webhook = new Webhook(key);
        } catch (EmptyWebhookSecretException e) {
            throw new IllegalArgumentException("The signing key of a webhook is empty.", e);
        }
    }

    @Override
    public String sign(String id, long timestamp, String body) {
        try {
            return webhook.sign(id, timestamp, body);
        } catch (WebhookSigningException e) {
            throw new IllegalStateException("A webhook can't be signed.", e);
        }
    }
}
