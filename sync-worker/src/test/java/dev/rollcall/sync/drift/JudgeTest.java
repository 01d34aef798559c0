package dev.rollcall.sync.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.scope.Mapping;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.app.Seats;
import dev.rollcall.sync.delivery.Expectation;
import dev.rollcall.sync.delivery.Expectation.Expected;
import dev.rollcall.sync.target.TestApps;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class JudgeTest {

    private static final Ours ADA = new Ours(ResourceType.USER, "c", "u1");

    private final UserState state =
            (UserState) new Changes("c").user("u1", "ada").getAfter();
    private final ObjectNode content = Mapping.NONE.content(state, List.of());
    private final LedgerEntry delivered = LedgerEntry.none("app", ResourceType.USER, "c", "u1")
            .linked("r1", "hash")
            .settled(state.getSequence(), DeliveryOutcome.DELIVERED, 1, 201, Instant.EPOCH);

    @Test
    void whatIsAsItShouldBeIsNoFinding() {
        assertThat(judged(wanted(delivered), content, false)).isEqualTo("well");
        assertThat(judged(unwanted(null, null), null, false)).isEqualTo("well");
    }

    @Test
    void namesWhyItIsMissing() {
        assertThat(judged(wanted(delivered), null, false)).isEqualTo("MISSING LOST");
        assertThat(judged(wanted(null), null, false)).isEqualTo("MISSING NOT_DELIVERED");
        assertThat(judged(wanted(null), null, true)).isEqualTo("MISSING WAITING");
        assertThat(judged(wanted(failed()), null, true)).isEqualTo("MISSING DEAD_LETTER");
    }

    @Test
    void namesWhyItIsDifferent() {
        ObjectNode other = content.deepCopy().put("userName", "eve");

        assertThat(judged(wanted(delivered), other, false)).isEqualTo("DIFFERENT CHANGED");
        assertThat(judged(wanted(delivered), other, true))
                .as("what is behind isn't this user")
                .isEqualTo("DIFFERENT CHANGED");
        assertThat(judged(wanted(delivered.linked("r1", "of another mapping")), other, false))
                .isEqualTo("DIFFERENT NOT_DELIVERED");
        assertThat(judged(wanted(failed()), other, false)).isEqualTo("DIFFERENT DEAD_LETTER");
    }

    @Test
    void namesWhyItIsExtra() {
        assertThat(judged(unwanted(delivered, null), content, false)).isEqualTo("EXTRA DELETED");
        assertThat(judged(unwanted(delivered, state), content, false)).isEqualTo("EXTRA LEFT");
        assertThat(judged(unwanted(delivered, null), content, true)).isEqualTo("EXTRA WAITING");
    }

    @Test
    void aDeactivatedAccountStaysWhereTheAppKeepsThem() {
        ObjectNode inactive = content.deepCopy().put("active", "False");

        assertThat(judged(DeprovisionAction.DEACTIVATE, unwanted(delivered.gone(), null), inactive))
                .isEqualTo("well");
        assertThat(judged(DeprovisionAction.DELETE, unwanted(delivered.gone(), null), inactive))
                .isEqualTo("EXTRA DELETED");
    }

    @Test
    void membersDifferBesideTheRest() {
        var members = MemberDifference.of(Set.of("r1", "r2"), Set.of("r2", "r3"));

        assertThat(members).isEqualTo(new MemberDifference(Set.of("r1"), Set.of("r3")));
        assertThat(judge(DeprovisionAction.DELETE)
                        .of(wanted(delivered), content, members, false)
                        .orElseThrow()
                        .attributes())
                .containsExactly("members");
    }

    private LedgerEntry failed() {
        return delivered.settled(state.getSequence(), DeliveryOutcome.FAILED, 3, 422, Instant.EPOCH);
    }

    private Facts wanted(@Nullable LedgerEntry entry) {
        return new Facts(ADA, entry, state, new Expected(content, "hash"), false);
    }

    private static Facts unwanted(@Nullable LedgerEntry entry, @Nullable UserState state) {
        return new Facts(ADA, entry, state, null, false);
    }

    private static String judged(Facts facts, @Nullable ObjectNode actual, boolean isBehind) {
        return judge(DeprovisionAction.DELETE)
                .of(facts, actual, MemberDifference.NONE, isBehind)
                .map(verdict -> verdict.kind() + " " + verdict.cause())
                .orElse("well");
    }

    private static String judged(DeprovisionAction deprovision, Facts facts, ObjectNode actual) {
        return judge(deprovision)
                .of(facts, actual, MemberDifference.NONE, false)
                .map(verdict -> verdict.kind() + " " + verdict.cause())
                .orElse("well");
    }

    private static Judge judge(DeprovisionAction deprovision) {
        return new Judge(new Expectation(
                TestApps.of("http://localhost", "", app -> app.setDeprovision(deprovision)),
                new Seats(new Settings())));
    }
}
