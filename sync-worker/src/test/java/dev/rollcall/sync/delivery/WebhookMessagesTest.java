package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.MessageBody;
import dev.rollcall.schemas.delivery.WebhookMessage;
import dev.rollcall.sync.Changes;
import org.junit.jupiter.api.Test;

class WebhookMessagesTest {

    private final WebhookMessages messages = new WebhookMessages();
    private final IdentityChange change = new Changes("c1").user("u1", "ada");

    @Test
    void rendersAChangeOnceForAllWhoAreToldAllOfIt() {
        byte[] first = messages.of(change, MessageBody.FULL, null);

        assertThat(first).isEqualTo(WebhookMessage.of(change, MessageBody.FULL));
        assertThat(messages.of(change, MessageBody.FULL, null)).isSameAs(first);
    }

    @Test
    void tellsNobodyMoreThanTheyAreToBeTold() {
        messages.of(change, MessageBody.FULL, null);

        assertThat(messages.of(change, MessageBody.NOTICE, null))
                .isEqualTo(WebhookMessage.of(change, MessageBody.NOTICE));
        assertThat(messages.of(change, MessageBody.FULL, "r1"))
                .isEqualTo(WebhookMessage.of(change, MessageBody.FULL, "r1"));
    }

    /** An app with a scope is told a change of its own making, with the id of the one that it was made from. */
    @Test
    void tellsTwoChangesApartThatAreEqualOnlyInTheirId() {
        IdentityChange other =
                IdentityChange.newBuilder(change).setTxn("another").build();
        messages.of(change, MessageBody.FULL, null);

        assertThat(messages.of(other, MessageBody.FULL, null)).isEqualTo(WebhookMessage.of(other, MessageBody.FULL));
    }
}
