package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.delivery.ScimTask.Phase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ScimTaskTest {

    private final Changes changes = new Changes("c1");

    @Test
    void takesTheNewestStateOnly() {
        var batch = Batches.of(changes.user("u1", "ada"), changes.user("u1", "ada2"), changes.user("u1", "ada3"));

        ScimTask task = ScimTask.of(batch, false, false);

        assertThat(task.user().getAttributes().getUserName()).isEqualTo("ada3");
        assertThat(task.older()).hasSize(2);
    }

    @Test
    void knowsThePhaseOfEveryChange() {
        IdentityChange created = changes.user("u1", "ada");
        IdentityChange deactivated = changes.user("u1", "ada", false);
        IdentityChange group = changes.group("g1", "Staff", List.of(), List.of());

        assertThat(phase(created, false)).isEqualTo(Phase.CREATE_USERS);
        assertThat(phase(created, true)).isEqualTo(Phase.UPDATE_USERS);
        assertThat(phase(deactivated, true)).isEqualTo(Phase.DEPROVISION);
        assertThat(phase(deactivated, false)).isEqualTo(Phase.CREATE_USERS);
        assertThat(phase(changes.deleteUser("u1"), true)).isEqualTo(Phase.DEPROVISION);
        assertThat(phase(group, true)).isEqualTo(Phase.GROUPS);
        assertThat(phase(changes.deleteGroup("g1"), true)).isEqualTo(Phase.DEPROVISION);
    }

    @Test
    void takesADeactivationForADeletionWhereSeatsAreFreed() {
        IdentityChange active = changes.user("u1", "ada");
        IdentityChange deactivated = changes.user("u1", "ada", false);

        assertThat(ScimTask.of(Batches.of(deactivated), true, true).isDeletion())
                .isTrue();
        assertThat(ScimTask.of(Batches.of(deactivated), true, false).isDeletion())
                .isFalse();
        assertThat(ScimTask.of(Batches.of(active), true, true).isDeletion()).isFalse();
        assertThat(ScimTask.of(Batches.of(deactivated), true, true).deprovision(DeprovisionAction.DEACTIVATE))
                .isEqualTo(DeprovisionAction.DELETE);
        assertThat(ScimTask.of(Batches.of(deactivated), true, false).deprovision(DeprovisionAction.DEACTIVATE))
                .isEqualTo(DeprovisionAction.DEACTIVATE);
    }

    /** Each step is a user, added when positive, removed when negative. */
    @Property
    void mergedMembersComeToTheSameAsOneByOne(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = -5, max = 5) Integer> steps,
            @ForAll Set<@IntRange(min = 0, max = 5) Integer> membersBefore) {
        var feed = new Changes("c1");
        var expected = new HashSet<String>();
        membersBefore.forEach(user -> expected.add("u" + user));
        var merged = new HashSet<>(expected);
        var batch = new ArrayList<Delivery>();
        for (int step : steps) {
            String user = "u" + Math.abs(step);
            boolean adds = step >= 0;
            if (adds) {
                expected.add(user);
            } else {
                expected.remove(user);
            }
            batch.add(Batches.delivery(
                    feed.group("g1", "Staff", adds ? List.of(user) : List.of(), adds ? List.of() : List.of(user))));
        }

        ScimTask task = ScimTask.of(batch, true, false);
        merged.removeAll(task.removed());
        merged.addAll(task.added());

        assertThat(merged).isEqualTo(expected);
    }

    private static Phase phase(IdentityChange change, boolean isLinked) {
        return ScimTask.of(Batches.of(change), isLinked, false).phase();
    }
}
