package dev.rollcall.ingest.app.preview;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What is to be shown: one user, one group, what changed lately, or what of one of them did.
 *
 * @param connection whose directory is looked at
 * @param user an id, userName or e-mail address
 * @param group an id or displayName
 * @param since how far to go back, such as {@code PT24H}
 * @param draft of the app, to see what it would do; absent for the app as it is saved
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record PreviewRequest(
        @Nullable String connection,
        @Nullable String user,
        @Nullable String group,
        @Nullable String since,
        @Nullable Draft draft) {

    /**
     * What is tried instead of what is saved, written as an app's; both are replaced.
     *
     * @param mapping attribute path to JSONata expression
     */
    public record Draft(@Nullable Filters scope, @Nullable Map<String, @Nullable String> mapping) {

        @Nullable
        String users() {
            return scope == null ? null : scope.users();
        }

        @Nullable
        String groups() {
            return scope == null ? null : scope.groups();
        }
    }

    /** The SCIM filters of a draft. */
    public record Filters(@Nullable String users, @Nullable String groups) {}

    /** Says nothing of people. */
    @Override
    public String toString() {
        return "PreviewRequest[" + connection + "]";
    }
}
