package dev.rollcall.sync.app;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.time.Clock;

/** Sends Standard Webhooks 1.0.0 with a symmetric signature (v1). */
public final class WebhookClient {

    private final App app;
    private final AppHttp http;
    private final Clock clock;
    private final Webhook signer;

    public WebhookClient(App app, AppHttp http, Clock clock) {
        this.app = app;
        this.http = http;
        this.clock = clock;
        this.signer = signer(app.signingKey());
    }

    /** @throws IllegalArgumentException when it isn't {@code whsec_} and base64 */
    static Webhook signer(String secret) {
        try {
            return new Webhook(secret);
        } catch (EmptyWebhookSecretException e) {
            throw new IllegalArgumentException("The signing key of a webhook is empty.", e);
        }
    }

    /**
     * Sends a message.
     *
     * @param id the same however often it is sent
     * @param body JSON, signed byte by byte as it is
     */
    public Answer send(String id, String body) {
        long timestamp = clock.instant().getEpochSecond();
        AppRequest request = AppRequest.of("POST", app.url())
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(timestamp))
                .header("webhook-signature", sign(id, timestamp, body))
                .sending("application/json", body);
        return http.send(app, request);
    }

    private String sign(String id, long timestamp, String body) {
        try {
            return signer.sign(id, timestamp, body);
        } catch (WebhookSigningException e) {
            throw new IllegalStateException("A webhook can't be signed.", e);
        }
    }
}
