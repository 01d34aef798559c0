package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.UserState;
import dev.rollcall.sync.Changes;
import java.util.List;
import org.junit.jupiter.api.Test;

class DepartedTest {

    private final Changes changes = new Changes("c1");

    @Test
    void namesWhatAnyOfTheChangesTookAway() {
        changes.user("u1", "ada");
        IdentityChange first = changes.user("u1", "ada");
        ((UserState) first.getBefore()).getAttributes().setTitle("Dr");
        IdentityChange second = changes.user("u1", "ada");
        ((UserState) second.getBefore()).getAttributes().setNickName("Countess");
        ScimTask task = ScimTask.of(List.of(Batches.delivery(first), Batches.delivery(second)), true, false);

        assertThat(Departed.of(task, Content.of(task).resource())).containsExactly("nickName", "title");
    }

    @Test
    void namesNothingOfANewUser() {
        ScimTask task = ScimTask.of(Batches.of(changes.user("u1", "ada")), false, false);

        assertThat(Departed.of(task, Content.of(task).resource())).isEmpty();
    }
}
