package dev.rollcall.ingest.app.preview;

import dev.rollcall.event.AppSetting;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.delivery.EventFeed;
import dev.rollcall.schemas.delivery.WebhookMessage;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The messages that a webhook would get; pure. */
final class MessagePreview {

    private MessagePreview() {}

    static List<Preview.SentMessage> of(AppSetting app, IdentityChange told) {
        return EventFeed.wantsAny(app.getKinds(), told)
                ? List.of(new Preview.SentMessage(
                        WebhookMessage.type(told),
                        JsonMapper.shared().readTree(WebhookMessage.of(told, app.getBody()))))
                : List.of();
    }
}
