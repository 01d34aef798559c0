package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.sync.Changes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MembersTest {

    private final Map<String, LedgerEntry> ledger = Map.of(
            "here", entry("here").linked("r-here", null),
            "gone", entry("gone").linked("r-gone", null).gone(),
            "failed", entry("failed"));

    @Test
    void resolvesToTheIdsOfTheApp() {
        Members members = members(List.of("here", "gone", "failed", "unknown"), List.of(), DeprovisionAction.DELETE);

        assertThat(members.added()).containsExactly("r-here");
        assertThat(members.missing()).containsExactly("failed", "unknown");
    }

    @Test
    void removesADeletedUserOnlyWhereItLivesOn() {
        List<String> removed = List.of("here", "gone", "unknown");

        assertThat(members(List.of(), removed, DeprovisionAction.DELETE).removed())
                .containsExactly("r-here");
        assertThat(members(List.of(), removed, DeprovisionAction.DEACTIVATE).removed())
                .containsExactly("r-here", "r-gone");
    }

    @Test
    void whoCameBackInTheBatchIsOnlyAddedAndRemovedOnlyWhereTheyHaveLeftTheApp() {
        List<String> back = List.of("here", "gone");

        Members members = members(back, back, DeprovisionAction.DEACTIVATE);
        assertThat(members.added()).containsExactly("r-here");
        assertThat(members.removed()).containsExactly("r-gone");
        assertThat(members(back, back, DeprovisionAction.DELETE).removed()).isEmpty();
    }

    @Test
    void patchesAtMostSoManyAtATime() {
        var members = new Members(Collections.nCopies(2_400, "a"), Collections.nCopies(700, "b"), List.of());

        assertThat(members.patches(null, 1_000))
                .extracting(List::size)
                .as("1 addition; 1 addition; 1 addition of 400 with 600 removals; 100 removals")
                .containsExactly(1, 1, 601, 100);
    }

    @Test
    void quotesAnIdInAPath() {
        var members = new Members(List.of(), List.of("a\"b"), List.of());

        assertThat(members.patches(null, 1_000)
                        .getFirst()
                        .getFirst()
                        .path("path")
                        .asString())
                .isEqualTo("members[value eq \"a\\\"b\"]");
    }

    private Members members(List<String> added, List<String> removed, DeprovisionAction deprovision) {
        var change = new Changes("c1").group("g1", "Staff", added, removed);
        return Members.of(ScimTask.of(Batches.of(change), true, false), deprovision, ledger::get);
    }

    private static LedgerEntry entry(String user) {
        return LedgerEntry.none(Batches.APP, ResourceType.USER, "c1", user);
    }
}
