package dev.rollcall.schemas.delivery;

import dev.rollcall.event.DeliveryOutcome;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * How an app does; a document of {@link #COLLECTION} with the app's id as its id, written by whichever worker delivered
 * last.
 *
 * @param outcome of the last change that was settled, or null
 * @param status the app's last HTTP status, or null when it didn't answer
 * @param detail what is wrong and what would mend it, or null; no personal data
 * @param failures of the app as a whole since it last took something
 * @param settingTime of the app's setting that was in force, in milliseconds
 * @param failing for how long the app has failed as a whole, or null when it takes what it gets
 */
public record AppStatus(
        String app,
        State state,
        @Nullable DeliveryOutcome outcome,
        @Nullable Integer status,
        @Nullable String detail,
        int failures,
        Instant at,
        long settingTime,
        @Nullable Failing failing) {

    public static final String COLLECTION = "app_status";

    /**
     * What deliveries do. CLOSED: they flow. OPEN: the app failed, the next probe waits. HALF_OPEN: a probe is under
     * way. GONE: it answered 410, so nothing is sent until its setting is saved anew. UNUSABLE: its setting can't be
     * used.
     */
    public enum State {
        CLOSED,
        OPEN,
        HALF_OPEN,
        GONE,
        PAUSED,
        UNUSABLE;

        /** Whether nothing is sent until the setting is saved anew. */
        public boolean isResting() {
            return this == GONE || this == PAUSED;
        }
    }

    /**
     * An outage, measured against what an app is granted.
     *
     * @param since its first failure since it last took something, later by the time for which no worker tried
     * @param until when it is paused, if it goes on failing
     * @param budgetUsed how much of the time between has passed, in percent
     */
    public record Failing(Instant since, Instant until, int budgetUsed) {

        private Document toDocument() {
            return new Document("since", Date.from(since))
                    .append("until", Date.from(until))
                    .append("budgetUsed", budgetUsed);
        }

        private static Failing from(Document document) {
            return new Failing(
                    document.getDate("since").toInstant(),
                    document.getDate("until").toInstant(),
                    document.getInteger("budgetUsed", 0));
        }
    }

    public Document toDocument() {
        return new Document("_id", app)
                .append("state", state.name())
                .append("outcome", outcome == null ? null : outcome.name())
                .append("status", status)
                .append("detail", detail)
                .append("failures", failures)
                .append("at", Date.from(at))
                .append("settingTime", settingTime)
                .append("failing", failing == null ? null : failing.toDocument());
    }

    public static AppStatus from(Document document) {
        return new AppStatus(
                document.getString("_id"),
                State.valueOf(document.getString("state")),
                Optional.ofNullable(document.getString("outcome"))
                        .map(DeliveryOutcome::valueOf)
                        .orElse(null),
                document.getInteger("status"),
                document.getString("detail"),
                document.getInteger("failures", 0),
                document.getDate("at").toInstant(),
                document.get("settingTime", Number.class).longValue(),
                Optional.ofNullable(document.get("failing", Document.class))
                        .map(Failing::from)
                        .orElse(null));
    }
}
