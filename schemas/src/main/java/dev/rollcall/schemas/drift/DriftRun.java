package dev.rollcall.schemas.drift;

import dev.rollcall.event.AppSetting;
import java.time.Instant;
import java.util.Date;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * One reconciliation of an app, as far as it has come; a document of {@link #COLLECTION}.
 *
 * @param id in the order of time
 * @param attempt how many workers have begun it: one that dies leaves it to the next
 * @param failure why it failed, and what would mend it; no personal data
 * @param counts of what was listed and compared
 * @param findings how many there are of each kind, also of those that are too many to be kept
 * @param repair the newest one; null where there was none
 * @param moved when the app was moved last before it was looked at; null for never
 */
public record DriftRun(
        String id,
        String app,
        RunState state,
        int attempt,
        Instant requested,
        String operator,
        @Nullable String reason,
        @Nullable Instant started,
        @Nullable Instant ended,
        @Nullable String failure,
        Counts counts,
        Map<FindingKind, Long> findings,
        @Nullable Repair repair,
        @Nullable Instant moved) {

    public static final String COLLECTION = "drift_runs";
    public static final String APP = "app";
    public static final String STATE = "state";
    public static final String REQUESTED = "requested";

    /** Why it isn't repaired any more. */
    public static final String MOVED =
            "The app's URL or kind was changed since this run looked at it, so what it found may"
                    + " be somebody else's where the app is now. Reconcile the app again, and repair what that finds.";

    /**
     * What was seen.
     *
     * @param requests that the app was asked
     * @param users that it listed
     * @param groups that it listed
     * @param toldUsers how many users it says that it has
     * @param toldGroups how many groups it says that it has
     * @param agreeing resources that are as they should be
     * @param suspects what seemed to differ and is looked at once more
     * @param checked how many of those were
     * @param unlisted resources that it has and didn't list
     * @param unread groups that are as they should be, but for their members, who are too many to be read
     * @param isMoving whether it had more or fewer at the end of its list than at the beginning
     * @param isBehind whether changes waited to be delivered to it
     */
    public record Counts(
            long requests,
            long users,
            long groups,
            long toldUsers,
            long toldGroups,
            long agreeing,
            long suspects,
            long checked,
            long unlisted,
            long unread,
            boolean isMoving,
            boolean isBehind) {

        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, false);
    }

    /**
     * How a repair goes.
     *
     * @param wanted findings that it is to mend
     * @param sent deliveries that it made
     * @param failure why it couldn't be brought to its end
     * @param attempts how many workers have begun it
     */
    public record Repair(
            String id,
            RepairState state,
            Instant requested,
            String operator,
            @Nullable String reason,
            long wanted,
            long sent,
            long repaired,
            long unrepaired,
            @Nullable String failure,
            @Nullable Instant ended,
            int attempts) {

        /** One that has done nothing yet. */
        public static Repair begun(String id, Instant requested, String operator, @Nullable String reason) {
            return new Repair(id, RepairState.DELIVERING, requested, operator, reason, 0, 0, 0, 0, null, null, 1);
        }

        public Repair ended(RepairState state, @Nullable String failure, Instant at) {
            return new Repair(
                    id, state, requested, operator, reason, wanted, sent, repaired, unrepaired, failure, at, attempts);
        }

        /** The same, begun anew by another worker, or by the same once more. */
        public Repair again() {
            return new Repair(
                    id,
                    state,
                    requested,
                    operator,
                    reason,
                    wanted,
                    sent,
                    repaired,
                    unrepaired,
                    failure,
                    ended,
                    attempts + 1);
        }
    }

    public DriftRun {
        findings = Map.copyOf(findings);
    }

    public DriftRun with(@Nullable Repair other) {
        return new DriftRun(
                id, app, state, attempt, requested, operator, reason, started, ended, failure, counts, findings, other,
                moved);
    }

    /** Whether the app is where it was looked at: elsewhere what was found may be somebody else's. */
    public boolean isOf(AppSetting now) {
        return Objects.equals(moved, now.getMoved());
    }

    public Document toDocument() {
        var found = new Document();
        findings.forEach((kind, count) -> found.append(kind.name(), count));
        return new Document("_id", id)
                .append(APP, app)
                .append(STATE, state.name())
                .append("attempt", attempt)
                .append(REQUESTED, Date.from(requested))
                .append("operator", operator)
                .append("reason", reason)
                .append("started", date(started))
                .append("ended", date(ended))
                .append("failure", failure)
                .append("counts", DriftDocuments.of(counts))
                .append("findings", found)
                .append("repair", repair == null ? null : DriftDocuments.of(repair))
                .append("moved", date(moved));
    }

    public static DriftRun from(Document document) {
        var findings = new EnumMap<FindingKind, Long>(FindingKind.class);
        document.get("findings", Document.class)
                .forEach((kind, count) -> findings.put(FindingKind.valueOf(kind), ((Number) count).longValue()));
        return new DriftRun(
                document.getString("_id"),
                document.getString(APP),
                RunState.valueOf(document.getString(STATE)),
                document.getInteger("attempt", 0),
                document.getDate(REQUESTED).toInstant(),
                document.getString("operator"),
                document.getString("reason"),
                instant(document, "started"),
                instant(document, "ended"),
                document.getString("failure"),
                DriftDocuments.counts(document.get("counts", Document.class)),
                findings,
                Optional.ofNullable(document.get("repair", Document.class))
                        .map(DriftDocuments::repair)
                        .orElse(null),
                instant(document, "moved"));
    }

    static @Nullable Date date(@Nullable Instant time) {
        return time == null ? null : Date.from(time);
    }

    static @Nullable Instant instant(Document document, String field) {
        return Optional.ofNullable(document.getDate(field)).map(Date::toInstant).orElse(null);
    }
}
