package dev.rollcall.ingest.app.preview;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What is to be shown: one user, one group, or what changed lately.
 *
 * @param connection whose directory is looked at
 * @param user an id, userName or e-mail address
 * @param group an id or displayName
 * @param since how far to go back, such as {@code PT24H}
 * @param draft of the app, to see what it would do; absent for the app as it is saved
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record PreviewRequest(
        @Nullable String connection,
        @Nullable String user,
        @Nullable String group,
        @Nullable String since,
        @Nullable Draft draft) {

    /**
     * What is tried instead of what is saved; all three are replaced.
     *
     * @param mapping attribute path to JSONata expression
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Draft(
            @Nullable String userFilter,
            @Nullable String groupFilter,
            @Nullable Map<String, String> mapping) {}

    /** Says nothing of people. */
    @Override
    public String toString() {
        return "PreviewRequest[" + connection + "]";
    }
}
