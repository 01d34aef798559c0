package dev.rollcall.ingest.replay;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What an app is to get again. Without any of the first five it is what there is, from the beginning.
 *
 * @param fromTime what happened then or later
 * @param fromSequence changes of the connection from this one on
 * @param failed what the app was given up on
 * @param user only this one
 * @param group only this one
 * @param connection only of this one; of all that the app follows when absent
 * @param rate changes a second; 100 when absent
 * @param mutedKinds kinds of changes, as RFC 9967 names them, that are left out; only of what happened, see {@link #isOfChanges}
 * @param reason why, for whoever looks later
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ReplayBody(
        @Nullable Instant fromTime,
        @Nullable Long fromSequence,
        @Nullable Boolean failed,
        @Nullable String user,
        @Nullable String group,
        @Nullable String connection,
        @Nullable Integer rate,
        @Nullable List<@Nullable String> mutedKinds,
        @Nullable String reason) {

    boolean isOfFailed() {
        return Boolean.TRUE.equals(failed);
    }

    /** Whether it is about what happened, and not about what there is. */
    boolean isOfChanges() {
        return fromTime != null || fromSequence != null || user != null || group != null;
    }
}
