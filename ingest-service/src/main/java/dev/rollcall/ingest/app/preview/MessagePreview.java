package dev.rollcall.ingest.app.preview;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.MessageBody;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.delivery.WebhookMessage;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The messages that a webhook would get; pure. */
final class MessagePreview {

    private MessagePreview() {}

    static List<Preview.SentMessage> of(Rules rules, Subject subject) {
        boolean isIn = subject.isIn(rules);
        MessageBody body = rules.app().getBody();
        IdentityChange change = subject.change();
        boolean isDeletion = change.getAfter() == null && change.getBefore() != null;
        if (!isIn && !subject.isHeld()) {
            return List.of();
        }
        if (!isIn && !isDeletion) {
            return List.of(message(
                    IdentityChange.newBuilder(change)
                            .setKind(EventUris.FEED_REMOVE)
                            .setAlsoKinds(List.of())
                            .setAfter(null)
                            .setChangedAttributes(List.of())
                            .setMembersAdded(List.of())
                            .setMembersRemoved(List.of())
                            .build(),
                    body));
        }
        return List.of(message(change, body));
    }

    private static Preview.SentMessage message(IdentityChange change, MessageBody body) {
        return new Preview.SentMessage(
                WebhookMessage.type(change), JsonMapper.shared().readTree(WebhookMessage.of(change, body)));
    }
}
