package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.sync.Changes;
import org.junit.jupiter.api.Test;

class ContentTest {

    private final Changes changes = new Changes("c1");

    @Test
    void saysOfAUserWithoutActiveWhatCountsSoThatItIsNoNewContent() {
        Content active = content(changes.user("u1", "ada", true));
        Content unassigned = content(changes.userWithoutActive("u1", "ada"));

        assertThat(unassigned.resource().path("active").asBoolean(false)).isTrue();
        assertThat(unassigned.hash()).isEqualTo(active.hash());
        assertThat(content(changes.user("u1", "ada", false)).hash()).isNotEqualTo(active.hash());
    }

    private static Content content(IdentityChange change) {
        return Content.of(ScimTask.of(Batches.of(change), true, false));
    }
}
