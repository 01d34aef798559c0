package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.rollcall.event.Reconciliation;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.drift.DriftRun;
import dev.rollcall.schemas.drift.Finding;
import dev.rollcall.schemas.drift.RepairState;
import dev.rollcall.schemas.drift.RunState;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.ScimTarget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Runs and repairs that break off, or whose app is at another server meanwhile. */
class BrokenOffDriftIT {

    @AutoClose
    private static final TestWorker worker = DriftStage.worker();

    @AutoClose
    private final DriftStage stage = new DriftStage(worker);

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
    void aRepairWhoseWorkerDiesIsBegunAnewAndTakesEffectOnce() throws InterruptedException {
        stage.deliver();
        target.lose("cyd");
        target.edit("bob", user -> user.put("userName", "robert"));
        target.seedUser("stranger");
        Reconciliation wish = stage.reconcile();
        List<String> found = drift.findings(wish).stream().map(Finding::id).toList();
        int before = target.writes().size();
        CountDownLatch isMade = target.faults().createWithoutAnswer();
        Reconciliation repair = drift.repair(wish, List.of(), found);
        assertThat(isMade.await(30, TimeUnit.SECONDS)).isTrue();
        worker.stop();
        target.faults().recover();
        worker.start();

        DriftRun.Repair end = drift.awaitRepair(repair);

        assertThat(end.state()).as(end.failure()).isEqualTo(RepairState.DONE);
        assertThat(end.repaired()).isEqualTo(found.size());
        assertThat(target.users()).containsOnlyKeys("ada", "bob", "cyd", "eve");
        assertThat(target.members("Staff")).containsExactly("ada", "bob", "cyd");
        List<String> writes = target.writes().subList(before, target.writes().size());
        assertThat(writes).containsOnlyOnce("POST /Users", "DELETE /Users");
        assertThat(drift.findings(stage.reconcile())).isEmpty();
    }

    @Test
    void aRepairThatIsTakenOverRemovesNobodyASecondTime() throws InterruptedException {
        stage.deliver();
        String stranger = target.seedUser("stranger");
        Reconciliation wish = stage.reconcile();
        int before = target.writes().size();
        CountDownLatch isAsked = target.faults().deleteNothing();
        Reconciliation repair = drift.repair(
                wish, List.of(), List.of(drift.findings(wish).getFirst().id()));
        assertThat(isAsked.await(30, TimeUnit.SECONDS)).isTrue();
        worker.stop();
        target.faults()
                .deleteOnceLookedAt(() -> await().atMost(Duration.ofSeconds(3)).until(() -> stage.isRemoved(stranger)));
        worker.start();

        DriftRun.Repair end = drift.awaitRepair(repair);

        assertThat(end.state()).as(end.failure()).isEqualTo(RepairState.DONE);
        assertThat(end.repaired()).isEqualTo(1);
        worker.groups.awaitCaughtUp(app);
        assertThat(target.users()).containsOnlyKeys("ada", "bob", "cyd", "eve");
        assertThat(target.writes().subList(before, target.writes().size())).containsExactly("DELETE /Users");
    }

    @Test
    void whatWasFoundAtOneServerIsNotRemovedFromTheNext() {
        stage.deliver();
        String stranger = target.seedUser("stranger");
        Reconciliation wish = stage.reconcile();
        try (var next = new ScimTarget()) {
            next.seed(stranger, JsonMapper.shared().createObjectNode().put("userName", "somebody"));
            stage.moveTo(next);

            DriftRun.Repair repair = drift.awaitRepair(drift.repair(
                    wish, List.of(), List.of(drift.findings(wish).getFirst().id())));

            assertThat(repair.state()).isEqualTo(RepairState.FAILED);
            assertThat(repair.failure()).contains("URL or kind was changed", "Reconcile the app again");
            worker.groups.awaitCaughtUp(app);
            assertThat(next.users()).containsOnlyKeys("somebody");
        }
    }

    @Test
    void anAppThatMovesWhileItIsRepairedLosesNobodyAtTheNextServer() {
        stage.deliver();
        String stranger = target.seedUser("stranger");
        Reconciliation wish = stage.reconcile();
        try (var next = new ScimTarget()) {
            next.seed(stranger, JsonMapper.shared().createObjectNode().put("userName", "somebody"));
            target.faults().answerReads(asked -> {
                stage.moveTo(next);
                return Optional.empty();
            });

            DriftRun.Repair repair = drift.awaitRepair(drift.repair(
                    wish, List.of(), List.of(drift.findings(wish).getFirst().id())));

            assertThat(repair.state()).isEqualTo(RepairState.FAILED);
            worker.groups.awaitCaughtUp(app);
            assertThat(next.users()).containsOnlyKeys("somebody");
        }
    }

    @Test
    void aStrangerWhoseRemovalIsCancelledStaysAStranger() {
        stage.deliver();
        target.seedUser("stranger");
        Reconciliation wish = stage.reconcile();
        Finding stranger = drift.findings(wish).getFirst();
        target.faults().answerWhere(request -> request.startsWith("DELETE") ? Optional.of(503) : Optional.empty());
        Reconciliation repair = drift.repair(wish, List.of(), List.of(stranger.id()));
        await().until(() -> target.writes().size() > 0 && drift.retries().size() == 1);

        drift.cancel(repair);

        assertThat(drift.awaitRepair(repair).state()).isEqualTo(RepairState.CANCELLED);
        worker.groups.awaitCaughtUp(app);
        assertThat(worker.bean(MongoTemplate.class)
                        .getDb()
                        .getCollection(LedgerEntry.COLLECTION)
                        .countDocuments(Filters.and(
                                Filters.eq(LedgerEntry.APP, app),
                                Filters.eq(
                                        LedgerEntry.REMOTE_ID,
                                        target.user("stranger").path("id").asString()))))
                .as("a PUT of a group keeps who is none of ours")
                .isZero();
        target.faults().recover();
        Reconciliation again = stage.reconcile();
        assertThat(drift.findings(again).stream().map(DriftStage::words)).containsExactly("EXTRA FOREIGN null [] 0/0");
        worker.projectAndPublish(changes.user("u8", "stranger"));
        worker.groups.awaitCaughtUp(app);
        assertThat(target.user("stranger").path("externalId").asString())
                .as("the account may become ours, as any other")
                .isEqualTo("u8");
    }

    @Test
    void aRepairThatAlwaysBreaksOffFails() {
        stage.deliver();
        Reconciliation wish = stage.reconcile();
        MongoDatabase database = worker.bean(MongoTemplate.class).getDb();
        database.getCollection(Finding.COLLECTION)
                .insertOne(new Document("_id", Finding.key(wish.getRun(), "broken"))
                        .append(Finding.RUN, wish.getRun())
                        .append(Finding.KIND, "MISSING"));
        Reconciliation repair = drift.repair(wish, List.of("MISSING"), List.of());
        await().until(() -> drift.find(repair).map(DriftRun::repair).isPresent());

        database.getCollection(DriftRun.COLLECTION)
                .updateOne(Filters.eq("_id", wish.getRun()), Updates.set("repair.attempts", 5));

        assertThat(drift.awaitRepair(repair)).satisfies(end -> {
            assertThat(end.state()).isEqualTo(RepairState.FAILED);
            assertThat(end.failure()).contains("5 times");
        });
    }

    @Test
    void aRunThatIsCancelledEndsAndAnotherCanBegin() throws InterruptedException {
        CountDownLatch asked = target.faults().listWithoutAnswer();
        Reconciliation wish = drift.begin();
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

        drift.cancel(wish);

        assertThat(drift.awaitEnd(wish).state()).isEqualTo(RunState.CANCELLED);
        target.faults().recover();
        assertThat(drift.awaitEnd(drift.begin()).state()).isEqualTo(RunState.DONE);
    }

    @Test
    void aRunWhoseWorkerDiesIsBegunAnewByTheNext() throws InterruptedException {
        stage.deliver();
        CountDownLatch asked = target.faults().listWithoutAnswer();
        Reconciliation wish = drift.begin();
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        worker.stop();
        target.faults().recover();
        worker.start();

        DriftRun run = drift.awaitEnd(wish);

        assertThat(run.state()).as(run.failure()).isEqualTo(RunState.DONE);
        assertThat(run.attempt()).isEqualTo(2);
        assertThat(run.findings()).isEmpty();
    }
}
