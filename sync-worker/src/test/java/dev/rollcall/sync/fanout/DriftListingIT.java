package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.Reconciliation;
import dev.rollcall.schemas.drift.DriftRun;
import dev.rollcall.schemas.drift.RunState;
import dev.rollcall.sync.target.ScimTarget;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an app lists, in whatever way, and where that can't be trusted. */
class DriftListingIT {

    @AutoClose
    private static final TestWorker worker = DriftStage.worker();

    @AutoClose
    private final DriftStage stage = new DriftStage(worker);

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
    void anAppThatAnswersRubbishFailsTheRunAndKeepsWhatWasSeen() {
        stage.settleMany(250);
        target.faults()
                .answerReads(asked -> asked.contains("startIndex=201") ? Optional.of("<html>") : Optional.empty());

        DriftRun run = drift.awaitEnd(drift.begin());

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.failure()).contains("no SCIM list response");
        assertThat(run.counts().users()).isEqualTo(200);
    }

    @Test
    void pagesWithoutAnEndFailTheRun() {
        String page = "{\"totalResults\": 500, \"Resources\": [{\"id\": \"a\"}, {\"id\": \"b\"}]}";
        target.faults().answerReads(asked -> asked.contains("startIndex") ? Optional.of(page) : Optional.empty());

        DriftRun run = drift.awaitEnd(drift.begin());

        assertThat(run.failure()).contains("no end");
        assertThat(target.requests()).isLessThan(10);
    }

    @Test
    void aWrongTotalFailsTheRun() {
        String all = "{\"totalResults\": 500, \"Resources\": [{\"id\": \"a\"}]}";
        String none = "{\"totalResults\": 500, \"Resources\": []}";
        target.faults()
                .answerReads(asked -> asked.contains("startIndex")
                        ? Optional.of(asked.contains("startIndex=1&") ? all : none)
                        : Optional.empty());

        assertThat(drift.awaitEnd(drift.begin()).failure()).contains("says that it has 500", "lists 1");
    }

    @Test
    void cursorsWithoutAnEndFailTheRun() {
        target.pageByCursor();
        var cursors = new AtomicInteger();
        target.faults()
                .answerReads(asked -> asked.contains("cursor=")
                        ? Optional.of("{\"nextCursor\": \"%s\", \"Resources\": [{\"id\": \"a\"}]}"
                                .formatted(cursors.incrementAndGet()))
                        : Optional.empty());

        assertThat(drift.awaitEnd(drift.begin()).failure()).contains("no end");
        assertThat(target.requests()).isLessThan(110);
    }

    @Test
    void anAppThatDoesNotAcceptUsFailsTheRunAtOnce() {
        target.faults().answerWhere(request -> Optional.of(401));

        DriftRun run = drift.awaitEnd(drift.begin());

        assertThat(run.failure()).contains("HTTP 401", "authentication");
        assertThat(target.requests()).isLessThanOrEqualTo(2);
    }

    @Test
    void anAppThatFailsForAMomentIsAskedAgain() {
        stage.deliver();
        var left = new AtomicInteger(3);
        target.faults().answerWhere(request -> left.getAndDecrement() > 0 ? Optional.of(503) : Optional.empty());

        assertThat(drift.awaitEnd(drift.begin()).state()).isEqualTo(RunState.DONE);
    }

    @Test
    void pagesByCursorThatAreTooLargeAreBegunAnewWithFewerOnEach() {
        target.pageByCursor();
        stage.settleMany(250);
        target.faults()
                .answerReads(asked -> asked.contains("count=100") && asked.contains("cursor=100-100")
                        ? Optional.of("x".repeat(2_000_000))
                        : Optional.empty());

        DriftRun run = drift.awaitEnd(drift.begin());

        assertThat(run.state()).as(run.failure()).isEqualTo(RunState.DONE);
        assertThat(run.counts().users()).isEqualTo(250);
        assertThat(run.counts().agreeing()).isEqualTo(250);
    }

    @Test
    void pagesThatShiftMakeNoFindings() {
        stage.settleMany(250);
        target.faults().answerReads(asked -> {
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
    void anAppThatPagesByCursorIsComparedAsAnyOther() {
        target.pageByCursor();
        stage.settleMany(250);
        target.edit("user349", user -> user.put("userName", "robert"));
        target.lose("user100");

        Reconciliation wish = drift.begin();
        DriftRun run = drift.awaitEnd(wish);

        assertThat(run.state()).as(run.failure()).isEqualTo(RunState.DONE);
        assertThat(run.counts().users()).isEqualTo(249);
        assertThat(drift.findings(wish).stream().map(DriftStage::words))
                .containsExactlyInAnyOrder("DIFFERENT CHANGED u349 [userName] 0/0", "MISSING LOST u100 [] 0/0");
    }

    @Test
    void asksForGroupsOneByOneOnlyWhereListsShowNoMembers() {
        stage.deliver();
        target.listNoMembers();
        target.editGroup("Staff", group -> group.withArray("members").remove(0));

        Reconciliation wish = drift.begin();
        drift.awaitEnd(wish);

        assertThat(drift.findings(wish).stream().map(DriftStage::words))
                .containsExactly("DIFFERENT CHANGED g1 [members] 1/0");
    }
}
