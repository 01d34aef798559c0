package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.Reconciliation;
import dev.rollcall.schemas.drift.DriftRun;
import dev.rollcall.schemas.drift.Finding;
import dev.rollcall.schemas.drift.FindingState;
import dev.rollcall.schemas.drift.RepairState;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.ScimTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a repair brings to an app, and what it leaves alone. */
class RepairIT {

    @AutoClose
    private static final TestWorker worker = DriftStage.worker();

    @AutoClose
    private final DriftStage stage = new DriftStage(worker);

    private final String connection = stage.connection;
    private final String app = stage.app;
    private final Changes changes = stage.changes;
    private final ScimTarget target = stage.target;
    private final DriftFixture drift = stage.drift;

    @BeforeAll
    static void start() {
        worker.begin();
    }

    @BeforeEach
    void open() {
        stage.open();
    }

    @Test
    void aRepairOfAllLeadsToEqualityAndLeavesStrangersAlone() {
        stage.tamper();
        Reconciliation wish = drift.begin();
        drift.awaitEnd(wish);
        List<Finding> found = drift.findings(wish);

        DriftRun.Repair repair = drift.awaitRepair(drift.repair(wish, DriftStage.KINDS, List.of()));

        assertThat(repair.state()).as(repair.failure()).isEqualTo(RepairState.DONE);
        assertThat(drift.findings(wish).stream()
                        .filter(finding -> finding.cause().isOurs()))
                .allSatisfy(finding -> assertThat(finding.state())
                        .as(DriftStage.words(finding))
                        .isEqualTo(FindingState.REPAIRED));
        assertThat(repair.repaired()).isEqualTo(5);
        assertThat(repair.unrepaired()).isZero();
        assertThat(target.users())
                .isEqualTo(Map.of("ada", true, "bob", true, "cyd", true, "fay", true, "stranger", true));
        assertThat(target.members("Staff")).containsExactly("ada", "bob", "cyd");
        assertThat(drift.retries()).allSatisfy(retry -> {
            assertThat(retry.getReplay()).isEqualTo(wish.getRun());
            assertThat(retry.getForced()).isTrue();
            assertThat(retry.getReason()).isEqualTo("Somebody changed it there");
        });
        Reconciliation again = drift.begin();
        drift.awaitEnd(again);
        assertThat(drift.findings(again).stream().map(DriftStage::words)).containsExactly("EXTRA FOREIGN null [] 0/0");
        assertThat(found).hasSize(6);
    }

    @Test
    void whatIsNotOursGoesOnlyWhenItIsChosen() {
        stage.deliver();
        target.seedUser("stranger");
        worker.projectAndPublish(changes.user("u7", "gus"));
        worker.groups.awaitCaughtUp(app);
        Reconciliation wish = drift.begin();
        drift.awaitEnd(wish);
        Finding stranger = drift.findings(wish).getFirst();

        DriftRun.Repair repair = drift.awaitRepair(drift.repair(wish, List.of(), List.of(stranger.id())));

        assertThat(repair.repaired()).isEqualTo(1);
        assertThat(target.users()).doesNotContainKey("stranger").hasSize(5);
    }

    @Test
    void anAccountThatStaysIsDeactivatedByARepair() {
        worker.settings.saveApp(
                app, AppKind.SCIM, target.url(), ScimTarget.TOKEN, connection, DeprovisionAction.DEACTIVATE);
        stage.deliver();
        worker.projectAndPublish(changes.deleteUser("u5"));
        worker.groups.awaitCaughtUp(app);
        await().until(() -> Boolean.FALSE.equals(target.users().get("eve")));
        target.edit("eve", user -> user.put("active", true));
        Reconciliation wish = drift.begin();
        drift.awaitEnd(wish);
        assertThat(drift.findings(wish).stream().map(DriftStage::words)).containsExactly("EXTRA DELETED u5 [] 0/0");

        DriftRun.Repair repair = drift.awaitRepair(drift.repair(wish, List.of("EXTRA"), List.of()));

        assertThat(repair.repaired()).isEqualTo(1);
        assertThat(target.users()).containsEntry("eve", false);
    }

    @Test
    void aRepairThatTheAppRefusesSaysWhy() {
        stage.deliver();
        target.edit("bob", user -> user.put("userName", "robert"));
        Reconciliation wish = drift.begin();
        drift.awaitEnd(wish);
        target.faults().answerWhere(request -> request.startsWith("PUT") ? Optional.of(422) : Optional.empty());

        DriftRun.Repair repair = drift.awaitRepair(drift.repair(wish, List.of("DIFFERENT"), List.of()));

        assertThat(repair.unrepaired()).isEqualTo(1);
        assertThat(drift.findings(wish)).singleElement().satisfies(finding -> {
            assertThat(finding.state()).isEqualTo(FindingState.UNREPAIRED);
            assertThat(finding.detail()).contains("dead letter");
        });
    }

    @Test
    void whoWasErasedIsNotSentAgain() {
        stage.deliver();
        target.lose("eve");
        Reconciliation wish = drift.begin();
        drift.awaitEnd(wish);
        assertThat(drift.findings(wish).stream().map(DriftStage::words)).containsExactly("MISSING LOST u5 [] 0/0");
        worker.settings.erase(connection, "u5");

        drift.awaitRepair(drift.repair(wish, DriftStage.KINDS, List.of()));

        assertThat(drift.retries()).isEmpty();
        assertThat(target.users()).doesNotContainKey("eve");
        Reconciliation again = drift.begin();
        drift.awaitEnd(again);
        assertThat(drift.findings(again)).isEmpty();
    }

    @Test
    void aRepairTakesNothingWhileTheDirectoryIsNotWhole() {
        stage.tamper();
        Reconciliation wish = drift.begin();
        drift.awaitEnd(wish);
        drift.losePartly(connection, List.of("u1", "u2", "u3", "u6"), List.of("g1"));

        DriftRun.Repair repair = drift.awaitRepair(drift.repair(wish, DriftStage.KINDS, List.of()));

        assertThat(drift.retries()).isEmpty();
        assertThat(repair.state()).isEqualTo(RepairState.FAILED);
        assertThat(repair.failure()).contains("directory isn't whole");
        assertThat(drift.findings(wish))
                .allSatisfy(finding -> assertThat(finding.state()).isEqualTo(FindingState.OPEN));
    }

    @Test
    void aStrangerThatBecameOursMeanwhileIsNotRemoved() {
        stage.deliver();
        target.seedUser("gus");
        Reconciliation wish = drift.begin();
        drift.awaitEnd(wish);
        Finding stranger = drift.findings(wish).getFirst();
        worker.projectAndPublish(changes.user("u7", "gus"));
        worker.groups.awaitCaughtUp(app);

        DriftRun.Repair repair = drift.awaitRepair(drift.repair(wish, List.of(), List.of(stranger.id())));

        assertThat(repair.state()).isEqualTo(RepairState.DONE);
        assertThat(target.users()).containsKey("gus");
        assertThat(drift.retries()).isEmpty();
    }
}
