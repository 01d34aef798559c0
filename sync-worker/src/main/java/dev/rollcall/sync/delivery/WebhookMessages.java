package dev.rollcall.sync.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.MessageBody;
import dev.rollcall.schemas.delivery.WebhookMessage;
import org.jspecify.annotations.Nullable;

/**
 * The messages that webhooks are sent now: hundreds of them are told the same change at about the same time, and to render
 * it takes more than half the work of sending it. Nobody may alter one.
 */
final class WebhookMessages {

    private static final long MOST_BYTES = 4 << 20;

    /** By the very change in hand, which is one object for all apps that are brought it as it is. */
    private final Cache<IdentityChange, byte[]> full = Caffeine.newBuilder()
            .weakKeys()
            .maximumWeight(MOST_BYTES)
            .weigher((IdentityChange change, byte[] message) -> message.length)
            .executor(Runnable::run)
            .build();

    /** As {@link WebhookMessage#of(IdentityChange, MessageBody, String)}. */
    byte[] of(IdentityChange change, MessageBody body, @Nullable String replay) {
        return body == MessageBody.FULL && replay == null
                ? full.get(change, rendered -> WebhookMessage.of(rendered, body))
                : WebhookMessage.of(change, body, replay);
    }
}
