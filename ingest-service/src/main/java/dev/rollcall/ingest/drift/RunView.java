package dev.rollcall.ingest.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.event.Reconciliation;
import dev.rollcall.event.ReconciliationRepair;
import dev.rollcall.schemas.drift.DriftRun;
import dev.rollcall.schemas.drift.FindingKind;
import dev.rollcall.schemas.drift.RepairState;
import dev.rollcall.schemas.drift.RunState;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A reconciliation as the admin API shows it.
 *
 * @param state waiting, listing, checking, done, failed or cancelled
 * @param progress of the step that it is at, in percent; absent where it can't be told
 * @param findings how many of each kind
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunView(
        String id,
        String app,
        String state,
        @Nullable Integer progress,
        Instant requestedAt,
        String operator,
        @Nullable String reason,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        int attempt,
        @Nullable String failure,
        Seen seen,
        Map<String, Long> findings,
        @Nullable Repair repair) {

    /**
     * What was seen.
     *
     * @param requests that the app was asked
     * @param agreeing that are as they should be
     * @param suspects that seemed to differ and are looked at once more
     * @param unlisted that the app has and didn't list
     * @param unread groups whose members are too many to be read
     * @param changedWhileListed whether the app had more or fewer at the end
     * @param behind whether changes waited to be delivered to it
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Seen(
            long requests,
            long users,
            long groups,
            long agreeing,
            long suspects,
            long checked,
            long unlisted,
            long unread,
            boolean changedWhileListed,
            boolean behind) {}

    /**
     * The newest repair.
     *
     * @param state waiting, delivering, checking, done, failed or cancelled
     * @param sent deliveries that it made
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Repair(
            String id,
            String state,
            Instant requestedAt,
            String operator,
            @Nullable String reason,
            long findings,
            long sent,
            long repaired,
            long unrepaired,
            @Nullable String failure,
            @Nullable Instant endedAt) {}

    /** One that no worker has begun. */
    static RunView of(String app, Reconciliation wish) {
        RunState state = wish.getCancelled() ? RunState.CANCELLED : RunState.WAITING;
        return new RunView(
                wish.getRun(),
                app,
                word(state),
                null,
                wish.getRequested(),
                wish.getOperator(),
                wish.getReason(),
                null,
                null,
                0,
                null,
                seen(DriftRun.Counts.NONE),
                Map.of(),
                null);
    }

    /** @param wish the app's newest; it may be of another run */
    static RunView of(DriftRun run, @Nullable Reconciliation wish) {
        var findings = new TreeMap<String, Long>();
        for (FindingKind kind : FindingKind.values()) {
            findings.put(word(kind), run.findings().getOrDefault(kind, 0L));
        }
        return new RunView(
                run.id(),
                run.app(),
                word(run.state()),
                progress(run),
                run.requested(),
                run.operator(),
                run.reason(),
                run.started(),
                run.ended(),
                run.attempt(),
                run.failure(),
                seen(run.counts()),
                findings,
                repair(run, wish));
    }

    private static Seen seen(DriftRun.Counts counts) {
        return new Seen(
                counts.requests(),
                counts.users(),
                counts.groups(),
                counts.agreeing(),
                counts.suspects(),
                counts.checked(),
                counts.unlisted(),
                counts.unread(),
                counts.isMoving(),
                counts.isBehind());
    }

    private static @Nullable Repair repair(DriftRun run, @Nullable Reconciliation wish) {
        DriftRun.Repair begun = run.repair();
        if (wish == null || !wish.getRun().equals(run.id()) || wish.getRepair() == null) {
            return begun == null ? null : begun(begun);
        }
        ReconciliationRepair wanted = wish.getRepair();
        if (begun == null || !begun.id().equals(wanted.getId())) {
            return new Repair(
                    wanted.getId(),
                    word(wish.getCancelled() ? RepairState.CANCELLED : RepairState.WAITING),
                    wanted.getRequested(),
                    wanted.getOperator(),
                    wanted.getReason(),
                    0,
                    0,
                    0,
                    0,
                    null,
                    null);
        }
        return begun(begun);
    }

    private static Repair begun(DriftRun.Repair begun) {
        return new Repair(
                begun.id(),
                word(begun.state()),
                begun.requested(),
                begun.operator(),
                begun.reason(),
                begun.wanted(),
                begun.sent(),
                begun.repaired(),
                begun.unrepaired(),
                begun.failure(),
                begun.ended());
    }

    private static @Nullable Integer progress(DriftRun run) {
        DriftRun.Counts counts = run.counts();
        return switch (run.state()) {
            case WAITING -> 0;
            case LISTING -> percent(counts.users(), counts.toldUsers());
            case CHECKING -> percent(counts.checked(), counts.suspects());
            case DONE -> 100;
            case FAILED, CANCELLED -> null;
        };
    }

    private static @Nullable Integer percent(long part, long whole) {
        return whole == 0 ? null : (int) Math.min(100, 100 * part / whole);
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
