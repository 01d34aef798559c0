package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.Reconciliation;
import dev.rollcall.schemas.drift.DriftRun;
import dev.rollcall.schemas.drift.FindingKind;
import dev.rollcall.schemas.drift.RunState;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.ScimTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What an app has beside what it should have. */
class DriftIT {

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
    void tenThousandUsersThatAgreeCostAtMostAHundredAndTenRequests() {
        drift.settle(
                connection,
                IntStream.range(0, 10_000)
                        .mapToObj(n -> changes.user("u" + n, "user" + n))
                        .toList(),
                target);

        DriftRun run = drift.awaitEnd(drift.begin());

        assertThat(run.state()).as(run.failure()).isEqualTo(RunState.DONE);
        assertThat(run.counts().users()).isEqualTo(10_000);
        assertThat(run.counts().agreeing()).isEqualTo(10_000);
        assertThat(run.findings()).isEmpty();
        assertThat(target.requests()).isLessThanOrEqualTo(110);
        assertThat(run.counts().requests()).isEqualTo(target.requests());
        assertThat(target.writes()).isEmpty();
    }

    @Test
    void tellsWhatIsDifferentMissingExtraAndUnlinkedAndWhy() {
        stage.tamper();

        Reconciliation wish = drift.begin();
        DriftRun run = drift.awaitEnd(wish);

        assertThat(run.state()).as(run.failure()).isEqualTo(RunState.DONE);
        assertThat(drift.findings(wish).stream().map(DriftStage::words))
                .containsExactlyInAnyOrder(
                        "DIFFERENT CHANGED u2 [userName] 0/0",
                        "MISSING LOST u3 [] 0/0",
                        "DIFFERENT CHANGED g1 [members] 3/0",
                        "EXTRA FOREIGN null [] 0/0",
                        "EXTRA DELETED u5 [] 0/0",
                        "UNLINKED NOT_LINKED u6 [] 0/0");
        assertThat(run.findings())
                .isEqualTo(Map.of(
                        FindingKind.DIFFERENT, 2L,
                        FindingKind.MISSING, 1L,
                        FindingKind.EXTRA, 2L,
                        FindingKind.UNLINKED, 1L));
    }

    @Test
    void anAppWithAScopeIsComparedWithWhoIsInIt() {
        stage.saveApp(stage.scim().setUserFilter("groups.display eq \"Staff\""));
        stage.deliver();
        worker.projectAndPublish(changes.group("g2", "All", List.of("u1", "u5"), List.of()));
        worker.groups.awaitCaughtUp(app);
        assertThat(target.users()).containsOnlyKeys("ada", "bob", "cyd");
        assertThat(drift.findings(stage.reconcile())).isEmpty();
        target.lose("ada");
        target.seed(
                "e-1",
                JsonMapper.shared().createObjectNode().put("userName", "eve").put("externalId", "u5"));
        worker.projections.project(changes.group("g1", "Staff", List.of(), List.of("u2")));

        Reconciliation wish = stage.reconcile();

        assertThat(drift.findings(wish).stream().map(DriftStage::words))
                .containsExactlyInAnyOrder(
                        "MISSING LOST u1 [] 0/0",
                        "EXTRA LEFT u2 [] 0/0",
                        "EXTRA LEFT u5 [] 0/0",
                        "DIFFERENT CHANGED g1 [members] 1/1",
                        "DIFFERENT CHANGED g2 [members] 1/0");
        DriftRun.Repair repair = drift.awaitRepair(drift.repair(wish, DriftStage.KINDS, List.of()));
        assertThat(repair.unrepaired()).as(String.valueOf(drift.findings(wish))).isZero();
        assertThat(target.users()).containsOnlyKeys("ada", "cyd");
        assertThat(target.members("Staff")).containsExactly("ada", "cyd");
        assertThat(target.members("All")).containsExactly("ada");
        assertThat(drift.findings(stage.reconcile())).isEmpty();
    }

    @Test
    void anAppWithAMappingIsComparedWithWhatItMakes() {
        Map<String, String> mapping =
                Map.of("userName", "$lowercase(emails[0].value)", "title", "groups[display='Staff'] ? 'Staff'");
        stage.saveApp(stage.scim().setMapping(mapping));
        stage.deliver();
        assertThat(drift.findings(stage.reconcile())).isEmpty();
        target.edit("ada@example.com", user -> user.put("title", "Boss").put("nickName", "Ada"));

        Reconciliation wish = stage.reconcile();

        assertThat(drift.findings(wish).stream().map(DriftStage::words))
                .containsExactly("DIFFERENT CHANGED u1 [title] 0/0");
        DriftRun.Repair repair = drift.awaitRepair(drift.repair(wish, DriftStage.KINDS, List.of()));
        assertThat(repair.repaired()).isEqualTo(1);
        assertThat(target.user("ada@example.com").path("title").asString()).isEqualTo("Staff");
    }

    @Test
    void whatIsOlderThanTheMappingIsNotDelivered() {
        stage.deliver();
        stage.saveApp(stage.scim()
                .setMapping(Map.of("userName", "userName = 'eve' ? 'evelyn' : userName", "active", "active")));

        Reconciliation wish = stage.reconcile();

        assertThat(drift.findings(wish).stream().map(DriftStage::words))
                .containsExactly("DIFFERENT NOT_DELIVERED u5 [userName] 0/0");
        drift.awaitRepair(drift.repair(wish, DriftStage.KINDS, List.of()));
        assertThat(target.users()).containsOnlyKeys("ada", "bob", "cyd", "evelyn");
    }

    @Test
    void nothingIsCalledExtraWhileTheDirectoryIsNotWhole() {
        stage.deliver();
        drift.losePartly(connection, List.of("u1", "u2", "u3", "u5"), List.of("g1"));

        Reconciliation wish = drift.begin();
        DriftRun run = drift.awaitEnd(wish);

        assertThat(drift.findings(wish)).isEmpty();
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.failure()).contains("directory isn't whole");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsJustBeingMadeIsNoFinding(boolean isProjected) throws InterruptedException {
        stage.deliver();
        var isAnswered = new CountDownLatch(1);
        CountDownLatch isMade = target.faults().createAndAnswerAfter(isAnswered);
        IdentityChange gus = changes.user("u7", "gus");
        if (isProjected) {
            worker.projections.project(gus);
        }
        worker.topics.publish(gus);
        assertThat(isMade.await(30, TimeUnit.SECONDS)).isTrue();
        int before = target.requests();
        Reconciliation wish = drift.begin();
        // of itself, for its users, for its groups, and for the one that isn't linked
        await().until(() -> target.requests() >= before + 4);

        worker.projections.project(gus);
        isAnswered.countDown();

        drift.awaitEnd(wish);
        assertThat(drift.findings(wish)).isEmpty();
    }

    @Test
    void whatWaitsToBeDeliveredIsNoDriftOfTheApps() {
        stage.deliver();
        target.faults().answerWhere(request -> request.startsWith("GET") ? Optional.empty() : Optional.of(503));
        worker.projectAndPublish(changes.user("u2", "bobby"));

        Reconciliation wish = drift.begin();
        DriftRun run = drift.awaitEnd(wish);

        assertThat(run.counts().isBehind()).isTrue();
        assertThat(drift.findings(wish).stream().map(DriftStage::words))
                .containsExactly("DIFFERENT WAITING u2 [emails, userName] 0/0");
    }
}
