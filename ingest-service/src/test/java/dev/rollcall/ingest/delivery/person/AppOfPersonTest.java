package dev.rollcall.ingest.delivery.person;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.delivery.person.AppOfPerson.State;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.schemas.delivery.LedgerEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AppOfPersonTest {

    private static final Directory.Standing ACTIVE = new Directory.Standing(5, true, Instant.EPOCH);
    private static final Directory.Standing INACTIVE = new Directory.Standing(5, false, Instant.EPOCH);
    private static final Directory.Standing DELETED = new Directory.Standing(5, null, Instant.EPOCH);

    private static final LedgerEntry UNTOLD = LedgerEntry.none("crm", ResourceType.USER, "c1", "u1");
    private static final LedgerEntry LINKED = UNTOLD.linked("r1", "hash");

    @Test
    void anAccountIsThereUntilTheAppSettledThatItGoes() {
        assertThat(scim(ACTIVE, settled(LINKED, 5))).isEqualTo(State.LINKED);
        assertThat(scim(DELETED, settled(LINKED, 4))).isEqualTo(State.PENDING);
        assertThat(scim(INACTIVE, settled(LINKED, 5))).isEqualTo(State.DEACTIVATED);
        assertThat(scim(DELETED, settled(LINKED.gone(), 5))).isEqualTo(State.GONE);
        assertThat(scim(INACTIVE, settled(LINKED.gone(), 6))).as("a freed seat").isEqualTo(State.GONE);
    }

    @Test
    void whatWasGivenUpIsNoEnd() {
        assertThat(scim(DELETED, LINKED.settled(5, DeliveryOutcome.FAILED, 3, 500, Instant.EPOCH)))
                .isEqualTo(State.FAILED);
    }

    @Test
    void anAppThatNeverHadThemIsToldFromOneThatWasNotBroughtThem() {
        assertThat(state(AppKind.SCIM, DELETED, null, true)).isEqualTo(State.NEVER);
        assertThat(state(AppKind.SCIM, DELETED, null, false)).isEqualTo(State.PENDING);
        assertThat(scim(DELETED, settled(UNTOLD, 5))).isEqualTo(State.NEVER);
    }

    @Test
    void aWebhookHasWhatItWasToldLast() {
        assertThat(state(AppKind.WEBHOOK, ACTIVE, settled(UNTOLD, 5), true)).isEqualTo(State.LINKED);
        assertThat(state(AppKind.WEBHOOK, INACTIVE, settled(UNTOLD, 5), true)).isEqualTo(State.DEACTIVATED);
        assertThat(state(AppKind.WEBHOOK, DELETED, settled(UNTOLD, 9), true)).isEqualTo(State.GONE);
        assertThat(state(AppKind.WEBHOOK, DELETED, settled(UNTOLD, 4), true)).isEqualTo(State.PENDING);
    }

    @Test
    void whomTheDirectoryHasForgottenIsJudgedByTheAppOnceItIsCaughtUp() {
        assertThat(state(AppKind.SCIM, null, settled(LINKED.gone(), 5), true)).isEqualTo(State.GONE);
        assertThat(state(AppKind.SCIM, null, settled(LINKED, 5), true)).isEqualTo(State.LINKED);
        assertThat(state(AppKind.SCIM, null, settled(LINKED.gone(), 5), false)).isEqualTo(State.PENDING);
    }

    private static LedgerEntry settled(LedgerEntry entry, long sequence) {
        return entry.settled(sequence, DeliveryOutcome.DELIVERED, 1, 200, Instant.EPOCH);
    }

    private static State scim(Directory.Standing standing, LedgerEntry entry) {
        return state(AppKind.SCIM, standing, entry, true);
    }

    private static State state(
            AppKind kind, Directory.@Nullable Standing standing, @Nullable LedgerEntry entry, boolean isCaughtUp) {
        return AppOfPerson.of("crm", "CRM", kind, standing, entry, isCaughtUp).state();
    }
}
