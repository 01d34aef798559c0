package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.Reconciliation;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.drift.DriftRun;
import dev.rollcall.schemas.drift.Finding;
import dev.rollcall.schemas.drift.FindingKind;
import dev.rollcall.schemas.drift.FindingState;
import dev.rollcall.schemas.drift.RepairState;
import dev.rollcall.schemas.drift.RunState;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.ScimTarget;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.mongodb.core.MongoTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What an app has beside what it should have. */
class DriftIT {

    private static final TestWorker worker = new TestWorker();

    private static final List<String> KINDS = List.of("MISSING", "EXTRA", "DIFFERENT", "UNLINKED");

    private final String connection = "c-" + UUID.randomUUID();
    private final String app = "scim-" + UUID.randomUUID();
    private final Changes changes = new Changes(connection);
    private final ScimTarget target = new ScimTarget();
    private final DriftFixture drift = new DriftFixture(worker, app);

    @BeforeAll
    static void start() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        worker.start(
                "--rollcall.drift.initial-back-off=20ms",
                "--rollcall.drift.max-back-off=50ms",
                "--rollcall.drift.settle=5s",
                "--rollcall.drift.repair-time=20s");
    }

    @AfterAll
    static void stop() {
        worker.close();
        Awaitility.reset();
    }

    @BeforeEach
    void saveApp() {
        drift.markWhole();
        worker.saveApp(app, AppKind.SCIM, target.url(), ScimTarget.TOKEN, connection, DeprovisionAction.DELETE);
    }

    @AfterEach
    void removeApp() {
        worker.removeApp(app);
        drift.unmark();
        target.close();
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
        tamper();

        Reconciliation wish = drift.begin();
        DriftRun run = drift.awaitEnd(wish);

        assertThat(run.state()).as(run.failure()).isEqualTo(RunState.DONE);
        assertThat(drift.findings(wish).stream().map(DriftIT::words))
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
    void asksForGroupsOneByOneOnlyWhereListsShowNoMembers() {
        deliver();
        target.listNoMembers();
        target.editGroup("Staff", group -> group.withArray("members").remove(0));

        Reconciliation wish = drift.begin();
        drift.awaitEnd(wish);

        assertThat(drift.findings(wish).stream().map(DriftIT::words))
                .containsExactly("DIFFERENT CHANGED g1 [members] 1/0");
    }

    @Test
    void pagesThatShiftMakeNoFindings() {
        settleMany(250);
        target.answerReads(asked -> {
            if (asked.contains("startIndex=101")) {
                // what comes after moves up by one, so that one is on no page
                target.lose("user100");
            }
            return Optional.empty();
        });

        Reconciliation wish = drift.begin();
        DriftRun run = drift.awaitEnd(wish);

        assertThat(run.state()).as(run.failure()).isEqualTo(RunState.DONE);
        assertThat(run.counts().isMoving()).isTrue();
        assertThat(run.counts().unlisted()).isEqualTo(1);
        assertThat(drift.findings(wish)).isEmpty();
    }

    @Test
    void anAppThatAnswersRubbishFailsTheRunAndKeepsWhatWasSeen() {
        settleMany(250);
        target.answerReads(asked -> asked.contains("startIndex=201") ? Optional.of("<html>") : Optional.empty());

        DriftRun run = drift.awaitEnd(drift.begin());

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.failure()).contains("no SCIM list response");
        assertThat(run.counts().users()).isEqualTo(200);
    }

    @Test
    void pagesWithoutAnEndFailTheRun() {
        String page = "{\"totalResults\": 500, \"Resources\": [{\"id\": \"a\"}, {\"id\": \"b\"}]}";
        target.answerReads(asked -> asked.contains("startIndex") ? Optional.of(page) : Optional.empty());

        DriftRun run = drift.awaitEnd(drift.begin());

        assertThat(run.failure()).contains("no end");
        assertThat(target.requests()).isLessThan(10);
    }

    @Test
    void aWrongTotalFailsTheRun() {
        String all = "{\"totalResults\": 500, \"Resources\": [{\"id\": \"a\"}]}";
        String none = "{\"totalResults\": 500, \"Resources\": []}";
        target.answerReads(asked -> asked.contains("startIndex")
                ? Optional.of(asked.contains("startIndex=1&") ? all : none)
                : Optional.empty());

        assertThat(drift.awaitEnd(drift.begin()).failure()).contains("says that it has 500", "lists 1");
    }

    @Test
    void anAppThatPagesByCursorIsComparedAsAnyOther() {
        target.pageByCursor();
        settleMany(250);
        target.edit("user349", user -> user.put("userName", "robert"));
        target.lose("user100");

        Reconciliation wish = drift.begin();
        DriftRun run = drift.awaitEnd(wish);

        assertThat(run.state()).as(run.failure()).isEqualTo(RunState.DONE);
        assertThat(run.counts().users()).isEqualTo(249);
        assertThat(drift.findings(wish).stream().map(DriftIT::words))
                .containsExactlyInAnyOrder("DIFFERENT CHANGED u349 [userName] 0/0", "MISSING LOST u100 [] 0/0");
    }

    @Test
    void pagesByCursorThatAreTooLargeAreBegunAnewWithFewerOnEach() {
        target.pageByCursor();
        settleMany(250);
        target.answerReads(asked -> asked.contains("count=100") && asked.contains("cursor=100-100")
                ? Optional.of("x".repeat(2_000_000))
                : Optional.empty());

        DriftRun run = drift.awaitEnd(drift.begin());

        assertThat(run.state()).as(run.failure()).isEqualTo(RunState.DONE);
        assertThat(run.counts().users()).isEqualTo(250);
        assertThat(run.counts().agreeing()).isEqualTo(250);
    }

    @Test
    void cursorsWithoutAnEndFailTheRun() {
        target.pageByCursor();
        var cursors = new AtomicInteger();
        target.answerReads(asked -> asked.contains("cursor=")
                ? Optional.of("{\"nextCursor\": \"%s\", \"Resources\": [{\"id\": \"a\"}]}"
                        .formatted(cursors.incrementAndGet()))
                : Optional.empty());

        assertThat(drift.awaitEnd(drift.begin()).failure()).contains("no end");
        assertThat(target.requests()).isLessThan(110);
    }

    @Test
    void anAppWithAScopeIsComparedWithWhoIsInIt() {
        saveApp(scim().setUserFilter("groups.display eq \"Staff\""));
        deliver();
        worker.projectAndPublish(changes.group("g2", "All", List.of("u1", "u5"), List.of()));
        worker.awaitCaughtUp(app);
        assertThat(target.users()).containsOnlyKeys("ada", "bob", "cyd");
        assertThat(drift.findings(reconcile())).isEmpty();
        target.lose("ada");
        target.seed(
                "e-1",
                JsonMapper.shared().createObjectNode().put("userName", "eve").put("externalId", "u5"));
        worker.project(changes.group("g1", "Staff", List.of(), List.of("u2")));

        Reconciliation wish = reconcile();

        assertThat(drift.findings(wish).stream().map(DriftIT::words))
                .containsExactlyInAnyOrder(
                        "MISSING LOST u1 [] 0/0",
                        "EXTRA LEFT u2 [] 0/0",
                        "EXTRA LEFT u5 [] 0/0",
                        "DIFFERENT CHANGED g1 [members] 1/1",
                        "DIFFERENT CHANGED g2 [members] 1/0");
        DriftRun.Repair repair = drift.awaitRepair(drift.repair(wish, KINDS, List.of()));
        assertThat(repair.unrepaired()).as(String.valueOf(drift.findings(wish))).isZero();
        assertThat(target.users()).containsOnlyKeys("ada", "cyd");
        assertThat(target.members("Staff")).containsExactly("ada", "cyd");
        assertThat(target.members("All")).containsExactly("ada");
        assertThat(drift.findings(reconcile())).isEmpty();
    }

    @Test
    void anAppWithAMappingIsComparedWithWhatItMakes() {
        Map<String, String> mapping =
                Map.of("userName", "$lowercase(emails[0].value)", "title", "groups[display='Staff'] ? 'Staff'");
        saveApp(scim().setMapping(mapping));
        deliver();
        assertThat(drift.findings(reconcile())).isEmpty();
        target.edit("ada@example.com", user -> user.put("title", "Boss").put("nickName", "Ada"));

        Reconciliation wish = reconcile();

        assertThat(drift.findings(wish).stream().map(DriftIT::words))
                .containsExactly("DIFFERENT CHANGED u1 [title] 0/0");
        DriftRun.Repair repair = drift.awaitRepair(drift.repair(wish, KINDS, List.of()));
        assertThat(repair.repaired()).isEqualTo(1);
        assertThat(target.user("ada@example.com").path("title").asString()).isEqualTo("Staff");
    }

    @Test
    void whatIsOlderThanTheMappingIsNotDelivered() {
        deliver();
        saveApp(scim().setMapping(Map.of("userName", "userName = 'eve' ? 'evelyn' : userName", "active", "active")));

        Reconciliation wish = reconcile();

        assertThat(drift.findings(wish).stream().map(DriftIT::words))
                .containsExactly("DIFFERENT NOT_DELIVERED u5 [userName] 0/0");
        drift.awaitRepair(drift.repair(wish, KINDS, List.of()));
        assertThat(target.users()).containsOnlyKeys("ada", "bob", "cyd", "evelyn");
    }

    @Test
    void anAppThatDoesNotAcceptUsFailsTheRunAtOnce() {
        target.answerWhere(request -> Optional.of(401));

        DriftRun run = drift.awaitEnd(drift.begin());

        assertThat(run.failure()).contains("HTTP 401", "authentication");
        assertThat(target.requests()).isLessThanOrEqualTo(2);
    }

    @Test
    void anAppThatFailsForAMomentIsAskedAgain() {
        deliver();
        var left = new AtomicInteger(3);
        target.answerWhere(request -> left.getAndDecrement() > 0 ? Optional.of(503) : Optional.empty());

        assertThat(drift.awaitEnd(drift.begin()).state()).isEqualTo(RunState.DONE);
    }

    @Test
    void aRunThatIsCancelledEndsAndAnotherCanBegin() throws InterruptedException {
        CountDownLatch asked = target.listWithoutAnswer();
        Reconciliation wish = drift.begin();
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

        drift.cancel(wish);

        assertThat(drift.awaitEnd(wish).state()).isEqualTo(RunState.CANCELLED);
        target.recover();
        assertThat(drift.awaitEnd(drift.begin()).state()).isEqualTo(RunState.DONE);
    }

    @Test
    void aRunWhoseWorkerDiesIsBegunAnewByTheNext() throws InterruptedException {
        deliver();
        CountDownLatch asked = target.listWithoutAnswer();
        Reconciliation wish = drift.begin();
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        worker.stop();
        target.recover();
        start();

        DriftRun run = drift.awaitEnd(wish);

        assertThat(run.state()).as(run.failure()).isEqualTo(RunState.DONE);
        assertThat(run.attempt()).isEqualTo(2);
        assertThat(run.findings()).isEmpty();
    }

    @Test
    void aRepairWhoseWorkerDiesIsBegunAnewAndTakesEffectOnce() throws InterruptedException {
        deliver();
        target.lose("cyd");
        target.edit("bob", user -> user.put("userName", "robert"));
        target.seedUser("stranger");
        Reconciliation wish = reconcile();
        List<String> found = drift.findings(wish).stream().map(Finding::id).toList();
        int before = target.writes().size();
        CountDownLatch isMade = target.createWithoutAnswer();
        Reconciliation repair = drift.repair(wish, List.of(), found);
        assertThat(isMade.await(30, TimeUnit.SECONDS)).isTrue();
        worker.stop();
        target.recover();
        start();

        DriftRun.Repair end = drift.awaitRepair(repair);

        assertThat(end.state()).as(end.failure()).isEqualTo(RepairState.DONE);
        assertThat(end.repaired()).isEqualTo(found.size());
        assertThat(target.users()).containsOnlyKeys("ada", "bob", "cyd", "eve");
        assertThat(target.members("Staff")).containsExactly("ada", "bob", "cyd");
        List<String> writes = target.writes().subList(before, target.writes().size());
        assertThat(writes).containsOnlyOnce("POST /Users", "DELETE /Users");
        assertThat(drift.findings(reconcile())).isEmpty();
    }

    @Test
    void aRepairThatIsTakenOverRemovesNobodyASecondTime() throws InterruptedException {
        deliver();
        String stranger = target.seedUser("stranger");
        Reconciliation wish = reconcile();
        int before = target.writes().size();
        CountDownLatch isAsked = target.deleteNothing();
        Reconciliation repair = drift.repair(
                wish, List.of(), List.of(drift.findings(wish).getFirst().id()));
        assertThat(isAsked.await(30, TimeUnit.SECONDS)).isTrue();
        worker.stop();
        target.deleteOnceLookedAt(() -> await().atMost(Duration.ofSeconds(3)).until(() -> isRemoved(stranger)));
        start();

        DriftRun.Repair end = drift.awaitRepair(repair);

        assertThat(end.state()).as(end.failure()).isEqualTo(RepairState.DONE);
        assertThat(end.repaired()).isEqualTo(1);
        worker.awaitCaughtUp(app);
        assertThat(target.users()).containsOnlyKeys("ada", "bob", "cyd", "eve");
        assertThat(target.writes().subList(before, target.writes().size())).containsExactly("DELETE /Users");
    }

    @Test
    void aRepairOfAllLeadsToEqualityAndLeavesStrangersAlone() {
        tamper();
        Reconciliation wish = drift.begin();
        drift.awaitEnd(wish);
        List<Finding> found = drift.findings(wish);

        DriftRun.Repair repair = drift.awaitRepair(drift.repair(wish, KINDS, List.of()));

        assertThat(repair.state()).as(repair.failure()).isEqualTo(RepairState.DONE);
        assertThat(drift.findings(wish).stream()
                        .filter(finding -> finding.cause().isOurs()))
                .allSatisfy(finding ->
                        assertThat(finding.state()).as(words(finding)).isEqualTo(FindingState.REPAIRED));
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
        assertThat(drift.findings(again).stream().map(DriftIT::words)).containsExactly("EXTRA FOREIGN null [] 0/0");
        assertThat(found).hasSize(6);
    }

    @Test
    void whatIsNotOursGoesOnlyWhenItIsChosen() {
        deliver();
        target.seedUser("stranger");
        worker.projectAndPublish(changes.user("u7", "gus"));
        worker.awaitCaughtUp(app);
        Reconciliation wish = drift.begin();
        drift.awaitEnd(wish);
        Finding stranger = drift.findings(wish).getFirst();

        DriftRun.Repair repair = drift.awaitRepair(drift.repair(wish, List.of(), List.of(stranger.id())));

        assertThat(repair.repaired()).isEqualTo(1);
        assertThat(target.users()).doesNotContainKey("stranger").hasSize(5);
    }

    @Test
    void whatWasFoundAtOneServerIsNotRemovedFromTheNext() {
        deliver();
        String stranger = target.seedUser("stranger");
        Reconciliation wish = reconcile();
        try (var next = new ScimTarget()) {
            next.seed(stranger, JsonMapper.shared().createObjectNode().put("userName", "somebody"));
            moveTo(next);

            DriftRun.Repair repair = drift.awaitRepair(drift.repair(
                    wish, List.of(), List.of(drift.findings(wish).getFirst().id())));

            assertThat(repair.state()).isEqualTo(RepairState.FAILED);
            assertThat(repair.failure()).contains("URL or kind was changed", "Reconcile the app again");
            worker.awaitCaughtUp(app);
            assertThat(next.users()).containsOnlyKeys("somebody");
        }
    }

    @Test
    void anAppThatMovesWhileItIsRepairedLosesNobodyAtTheNextServer() {
        deliver();
        String stranger = target.seedUser("stranger");
        Reconciliation wish = reconcile();
        try (var next = new ScimTarget()) {
            next.seed(stranger, JsonMapper.shared().createObjectNode().put("userName", "somebody"));
            target.answerReads(asked -> {
                moveTo(next);
                return Optional.empty();
            });

            DriftRun.Repair repair = drift.awaitRepair(drift.repair(
                    wish, List.of(), List.of(drift.findings(wish).getFirst().id())));

            assertThat(repair.state()).isEqualTo(RepairState.FAILED);
            worker.awaitCaughtUp(app);
            assertThat(next.users()).containsOnlyKeys("somebody");
        }
    }

    @Test
    void aStrangerWhoseRemovalIsCancelledStaysAStranger() {
        deliver();
        target.seedUser("stranger");
        Reconciliation wish = reconcile();
        Finding stranger = drift.findings(wish).getFirst();
        target.answerWhere(request -> request.startsWith("DELETE") ? Optional.of(503) : Optional.empty());
        Reconciliation repair = drift.repair(wish, List.of(), List.of(stranger.id()));
        await().until(() -> target.writes().size() > 0 && drift.retries().size() == 1);

        drift.cancel(repair);

        assertThat(drift.awaitRepair(repair).state()).isEqualTo(RepairState.CANCELLED);
        worker.awaitCaughtUp(app);
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
        target.recover();
        Reconciliation again = reconcile();
        assertThat(drift.findings(again).stream().map(DriftIT::words)).containsExactly("EXTRA FOREIGN null [] 0/0");
        worker.projectAndPublish(changes.user("u8", "stranger"));
        worker.awaitCaughtUp(app);
        assertThat(target.user("stranger").path("externalId").asString())
                .as("the account may become ours, as any other")
                .isEqualTo("u8");
    }

    @Test
    void aRepairThatAlwaysBreaksOffFails() {
        deliver();
        Reconciliation wish = reconcile();
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
    void anAccountThatStaysIsDeactivatedByARepair() {
        worker.saveApp(app, AppKind.SCIM, target.url(), ScimTarget.TOKEN, connection, DeprovisionAction.DEACTIVATE);
        deliver();
        worker.projectAndPublish(changes.deleteUser("u5"));
        worker.awaitCaughtUp(app);
        await().until(() -> Boolean.FALSE.equals(target.users().get("eve")));
        target.edit("eve", user -> user.put("active", true));
        Reconciliation wish = drift.begin();
        drift.awaitEnd(wish);
        assertThat(drift.findings(wish).stream().map(DriftIT::words)).containsExactly("EXTRA DELETED u5 [] 0/0");

        DriftRun.Repair repair = drift.awaitRepair(drift.repair(wish, List.of("EXTRA"), List.of()));

        assertThat(repair.repaired()).isEqualTo(1);
        assertThat(target.users()).containsEntry("eve", false);
    }

    @Test
    void aRepairThatTheAppRefusesSaysWhy() {
        deliver();
        target.edit("bob", user -> user.put("userName", "robert"));
        Reconciliation wish = drift.begin();
        drift.awaitEnd(wish);
        target.answerWhere(request -> request.startsWith("PUT") ? Optional.of(422) : Optional.empty());

        DriftRun.Repair repair = drift.awaitRepair(drift.repair(wish, List.of("DIFFERENT"), List.of()));

        assertThat(repair.unrepaired()).isEqualTo(1);
        assertThat(drift.findings(wish)).singleElement().satisfies(finding -> {
            assertThat(finding.state()).isEqualTo(FindingState.UNREPAIRED);
            assertThat(finding.detail()).contains("dead letter");
        });
    }

    @Test
    void whoWasErasedIsNotSentAgain() {
        deliver();
        target.lose("eve");
        Reconciliation wish = drift.begin();
        drift.awaitEnd(wish);
        assertThat(drift.findings(wish).stream().map(DriftIT::words)).containsExactly("MISSING LOST u5 [] 0/0");
        worker.erase(connection, "u5");

        drift.awaitRepair(drift.repair(wish, KINDS, List.of()));

        assertThat(drift.retries()).isEmpty();
        assertThat(target.users()).doesNotContainKey("eve");
        Reconciliation again = drift.begin();
        drift.awaitEnd(again);
        assertThat(drift.findings(again)).isEmpty();
    }

    @Test
    void nothingIsCalledExtraWhileTheDirectoryIsNotWhole() {
        deliver();
        drift.losePartly(connection, List.of("u1", "u2", "u3", "u5"), List.of("g1"));

        Reconciliation wish = drift.begin();
        DriftRun run = drift.awaitEnd(wish);

        assertThat(drift.findings(wish)).isEmpty();
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.failure()).contains("directory isn't whole");
    }

    @Test
    void aRepairTakesNothingWhileTheDirectoryIsNotWhole() {
        tamper();
        Reconciliation wish = drift.begin();
        drift.awaitEnd(wish);
        drift.losePartly(connection, List.of("u1", "u2", "u3", "u6"), List.of("g1"));

        DriftRun.Repair repair = drift.awaitRepair(drift.repair(wish, KINDS, List.of()));

        assertThat(drift.retries()).isEmpty();
        assertThat(repair.state()).isEqualTo(RepairState.FAILED);
        assertThat(repair.failure()).contains("directory isn't whole");
        assertThat(drift.findings(wish))
                .allSatisfy(finding -> assertThat(finding.state()).isEqualTo(FindingState.OPEN));
    }

    @Test
    void aStrangerThatBecameOursMeanwhileIsNotRemoved() {
        deliver();
        target.seedUser("gus");
        Reconciliation wish = drift.begin();
        drift.awaitEnd(wish);
        Finding stranger = drift.findings(wish).getFirst();
        worker.projectAndPublish(changes.user("u7", "gus"));
        worker.awaitCaughtUp(app);

        DriftRun.Repair repair = drift.awaitRepair(drift.repair(wish, List.of(), List.of(stranger.id())));

        assertThat(repair.state()).isEqualTo(RepairState.DONE);
        assertThat(target.users()).containsKey("gus");
        assertThat(drift.retries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsJustBeingMadeIsNoFinding(boolean isProjected) throws InterruptedException {
        deliver();
        var isAnswered = new CountDownLatch(1);
        CountDownLatch isMade = target.createAndAnswerAfter(isAnswered);
        IdentityChange gus = changes.user("u7", "gus");
        if (isProjected) {
            worker.project(gus);
        }
        worker.publish(gus);
        assertThat(isMade.await(30, TimeUnit.SECONDS)).isTrue();
        int before = target.requests();
        Reconciliation wish = drift.begin();
        // of itself, for its users, for its groups, and for the one that isn't linked
        await().until(() -> target.requests() >= before + 4);

        worker.project(gus);
        isAnswered.countDown();

        drift.awaitEnd(wish);
        assertThat(drift.findings(wish)).isEmpty();
    }

    @Test
    void whatWaitsToBeDeliveredIsNoDriftOfTheApps() {
        deliver();
        target.answerWhere(request -> request.startsWith("GET") ? Optional.empty() : Optional.of(503));
        worker.projectAndPublish(changes.user("u2", "bobby"));

        Reconciliation wish = drift.begin();
        DriftRun run = drift.awaitEnd(wish);

        assertThat(run.counts().isBehind()).isTrue();
        assertThat(drift.findings(wish).stream().map(DriftIT::words))
                .containsExactly("DIFFERENT WAITING u2 [emails, userName] 0/0");
    }

    /** Four users, and a group of the first three; returns when the app has all. */
    private void deliver() {
        worker.projectAndPublish(
                changes.user("u1", "ada"),
                changes.user("u2", "bob"),
                changes.user("u3", "cyd"),
                changes.user("u5", "eve"),
                changes.group("g1", "Staff", List.of("u1", "u2", "u3"), List.of()));
        worker.awaitCaughtUp(app);
        await().until(() -> target.members("Staff").size() == 3);
    }

    private boolean isRemoved(String remoteId) {
        return drift.database()
                        .getCollection(LedgerEntry.COLLECTION)
                        .countDocuments(Filters.and(
                                Filters.eq(LedgerEntry.APP, app),
                                Filters.eq(LedgerEntry.REMOTE_ID, remoteId),
                                Filters.eq(LedgerEntry.DELETED, true)))
                > 0;
    }

    private void settleMany(int count) {
        drift.settle(
                connection,
                IntStream.range(100, 100 + count)
                        .mapToObj(n -> changes.user("u" + n, "user" + n))
                        .toList(),
                target);
    }

    private Reconciliation reconcile() {
        Reconciliation wish = drift.begin();
        DriftRun run = drift.awaitEnd(wish);
        assertThat(run.state()).as(run.failure()).isEqualTo(RunState.DONE);
        return wish;
    }

    private void moveTo(ScimTarget next) {
        saveApp(scim().setUrl(next.url()).setMoved(Instant.now().truncatedTo(ChronoUnit.MILLIS)));
    }

    private AppSetting.Builder scim() {
        return AppSetting.newBuilder()
                .setKind(AppKind.SCIM)
                .setUrl(target.url())
                .setConnections(List.of(connection))
                .setDeprovision(DeprovisionAction.DELETE);
    }

    /** Returns when the worker knows it. */
    private void saveApp(AppSetting.Builder setting) {
        worker.saveApp(app, setting, ScimTarget.TOKEN);
        AppSetting saved = setting.build();
        var settings = worker.bean(Settings.class);
        await().until(() ->
                settings.app(app).filter(entry -> entry.value().equals(saved)).isPresent());
    }

    private void tamper() {
        deliver();
        target.edit("bob", user -> user.put("userName", "robert"));
        target.lose("cyd");
        target.editGroup("Staff", group -> group.remove("members"));
        target.seedUser("stranger");
        worker.project(changes.deleteUser("u5"));
        worker.project(changes.user("u6", "fay"));
        target.seed(
                "f-1",
                JsonMapper.shared().createObjectNode().put("userName", "Fay").put("externalId", "u6"));
    }

    private static String words(Finding finding) {
        return finding.kind() + " " + finding.cause() + " " + finding.resource() + " " + finding.attributes() + " "
                + finding.membersMissing() + "/" + finding.membersExtra();
    }
}
