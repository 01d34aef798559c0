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
 */
public record AppStatus(
        String app,
        State state,
        @Nullable DeliveryOutcome outcome,
        @Nullable Integer status,
        @Nullable String detail,
        int failures,
        Instant at,
        long settingTime) {

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
        UNUSABLE
    }

    public Document toDocument() {
        return new Document("_id", app)
                .append("state", state.name())
                .append("outcome", outcome == null ? null : outcome.name())
                .append("status", status)
                .append("detail", detail)
                .append("failures", failures)
                .append("at", Date.from(at))
                .append("settingTime", settingTime);
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
                document.get("settingTime", Number.class).longValue());
    }
}
