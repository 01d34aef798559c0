package dev.rollcall.sync.drift;

import dev.rollcall.event.Reconciliation;
import dev.rollcall.schemas.drift.DriftRun;
import dev.rollcall.schemas.drift.FindingKind;
import dev.rollcall.schemas.drift.RunState;
import dev.rollcall.schemas.time.SteadyTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run of this worker, as it is written down while it goes on. */
final class RunRecord {

    private static final Duration BETWEEN_SAVES = Duration.ofMillis(500);

    private final Runs runs;
    private final Clock clock;
    private DriftRun run;
    private Instant saved = Instant.EPOCH;

    private RunRecord(Runs runs, DriftRun run, Clock clock) {
        this.runs = runs;
        this.run = run;
        this.clock = clock;
    }

    /**
     * Begins a run, or begins it anew where another worker left it.
     *
     * @param moved when the app was moved last
     */
    static RunRecord begin(
            Runs runs,
            String app,
            Reconciliation wish,
            @Nullable Instant moved,
            @Nullable DriftRun before,
            Clock clock) {
        Instant now = clock.instant();
        var run = new DriftRun(
                wish.getRun(),
                app,
                RunState.LISTING,
                before == null ? 1 : before.attempt() + 1,
                wish.getRequested(),
                wish.getOperator(),
                wish.getReason(),
                before == null || before.started() == null ? now : before.started(),
                null,
                null,
                DriftRun.Counts.NONE,
                Map.of(),
                null,
                moved);
        runs.begin(run);
        runs.forgetFindings(run.id());
        return new RunRecord(runs, run, clock);
    }

    /** Goes on with one that is over, for a repair. */
    static RunRecord of(Runs runs, DriftRun over, Clock clock) {
        var mine = new DriftRun(
                over.id(),
                over.app(),
                over.state(),
                over.attempt() + 1,
                over.requested(),
                over.operator(),
                over.reason(),
                over.started(),
                over.ended(),
                over.failure(),
                over.counts(),
                over.findings(),
                over.repair(),
                over.moved());
        runs.begin(mine);
        return new RunRecord(runs, mine, clock);
    }

    DriftRun run() {
        return run;
    }

    int attempt() {
        return run.attempt();
    }

    /** Notes how far it is, now and then. */
    void progress(RunState state, Tally tally) {
        boolean isNews = state != run.state();
        if (isNews || Duration.between(saved, SteadyTime.CLOCK.instant()).compareTo(BETWEEN_SAVES) > 0) {
            save(state, tally.counts(), tally.findings(), null, null);
        }
    }

    void end(RunState state, Tally tally, @Nullable String failure) {
        save(state, tally.counts(), tally.findings(), failure, clock.instant());
    }

    /** Ends it as it is. */
    void cancel() {
        save(RunState.CANCELLED, run.counts(), run.findings(), null, clock.instant());
    }

    void repair(DriftRun.Repair repair) {
        run = run.with(repair);
        runs.save(run);
    }

    private void save(
            RunState state,
            DriftRun.Counts counts,
            Map<FindingKind, Long> findings,
            @Nullable String failure,
            @Nullable Instant ended) {
        run = new DriftRun(
                run.id(),
                run.app(),
                state,
                run.attempt(),
                run.requested(),
                run.operator(),
                run.reason(),
                run.started(),
                ended,
                failure,
                counts,
                findings,
                run.repair(),
                run.moved());
        runs.save(run);
        saved = SteadyTime.CLOCK.instant();
    }
}
