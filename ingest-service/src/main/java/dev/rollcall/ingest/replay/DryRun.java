package dev.rollcall.ingest.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a replay would send, as far as it can be told without asking the app.
 *
 * @param isComplete whether the whole range was looked at; it is not where that took too long
 * @param records that were looked at
 * @param requests how many of which kind: create, update, delete, patch_group or message
 * @param resources how many users and groups it is about
 * @param listed the first of them
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DryRun(
        boolean isComplete, long records, Map<String, Long> requests, long resources, List<Difference> listed) {

    /**
     * What one user or group would get.
     *
     * @param request the one request of an app that is brought to a state; message where it is told of changes
     * @param messages how many these are; absent for an app that is brought to a state
     * @param changedAttributes that the changes of the range touched
     * @param has the sequence of the newest change that the app has; 0 for none
     * @param isKnownToApp whether the app has it, as far as anybody here knows
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Difference(
            String connection,
            String resourceType,
            String resource,
            String request,
            @Nullable Long messages,
            List<String> changedAttributes,
            long sequence,
            long has,
            boolean isKnownToApp) {}
}
