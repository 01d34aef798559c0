package dev.rollcall.standalone.demo.webhook;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;

/** Whether a message is Rollcall's, by the key that its administrator was shown. */
@FunctionalInterface
interface SignatureCheck {

    /** @throws WebhookVerificationException when it isn't, or is too old */
    void verify(String body, HttpHeaders headers) throws WebhookVerificationException;

    /** @param key {@code whsec_} and base64, checked by Standard Webhooks' own library */
    static SignatureCheck shared(String key) {
        try {
            return new Webhook(key)::verify;
        } catch (EmptyWebhookSecretException e) {
            throw new IllegalArgumentException("The signing key is empty", e);
        }
    }

    /** Knows no key yet. */
    static SignatureCheck none() {
        return (body, headers) -> {
            throw new WebhookVerificationException("There is no key");
        };
    }
}
