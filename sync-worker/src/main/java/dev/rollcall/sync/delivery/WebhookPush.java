package dev.rollcall.sync.delivery;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.delivery.EventFeed;
import dev.rollcall.schemas.delivery.WebhookMessage;
import dev.rollcall.sync.app.Answer;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.app.WebhookClient;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Attempts to tell a webhook of one change, if it wants to hear of any of its events. */
record WebhookPush(App app, Delivery delivery, WebhookClient client) implements Supplier<Answer> {

    @Override
    public Answer get() {
        IdentityChange change = delivery.change();
        return isWanted(change)
                ? client.send(
                        WebhookMessage.id(change),
                        WebhookMessage.of(change, app.setting().getBody(), delivery.replay()),
                        delivery.replay())
                : Answer.unasked("Of no kind that the app wants");
    }

    private boolean isWanted(IdentityChange change) {
        List<String> kinds = app.setting().getKinds();
        return Stream.concat(Stream.of(change.getKind()), change.getAlsoKinds().stream())
                .anyMatch(kind -> EventFeed.wants(kinds, kind));
    }
}
