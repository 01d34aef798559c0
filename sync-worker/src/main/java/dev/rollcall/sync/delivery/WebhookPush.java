package dev.rollcall.sync.delivery;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.delivery.EventFeed;
import dev.rollcall.schemas.delivery.WebhookMessage;
import dev.rollcall.sync.app.Answer;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.app.WebhookClient;
import java.util.function.Supplier;

/** Attempts to tell a webhook of one change, if it wants to hear of any of its events. */
record WebhookPush(App app, Delivery delivery, WebhookMessages messages, WebhookClient client)
        implements Supplier<Answer> {

    @Override
    public Answer get() {
        IdentityChange change = delivery.change();
        return EventFeed.wantsAny(app.setting().getKinds(), change)
                ? client.send(
                        WebhookMessage.id(change),
                        messages.of(change, app.setting().getBody(), delivery.replay()),
                        delivery.replay())
                : Answer.unasked("Of no kind that the app wants");
    }
}
