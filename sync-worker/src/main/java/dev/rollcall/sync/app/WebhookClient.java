package dev.rollcall.sync.app;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sends Standard Webhooks 1.0.0, signed with shared (v1) and private keys (v1a). */
public final class WebhookClient {

    private final App app;
    private final AppHttp http;
    private final Clock clock;
    private final Signatures signatures;

    public WebhookClient(App app, AppHttp http, Clock clock) {
        this.app = app;
        this.http = http;
        this.clock = clock;
        this.signatures = new Signatures(app.signingKeys());
    }

    /**
     * Sends a message.
     *
     * @param id the same however often it is sent
     * @param body JSON in UTF-8, signed byte by byte as it is
     * @param replay that it belongs to; null where it simply comes
     */
    public Answer send(String id, byte[] body, @Nullable String replay) {
        Instant now = clock.instant();
        String signature = signatures.sign(id, now, body);
        if (signature.isEmpty()) {
            return Answer.none(UnusableAppException.KEYS_EXPIRED);
        }
        AppRequest request = AppRequest.of("POST", app.url())
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header("webhook-signature", signature)
                .sending("application/json", body);
        return http.send(app, replay == null ? request : request.header("rollcall-replay", replay));
    }
}
