package dev.rollcall.ingest.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.node.ObjectNode;

/**
 * A user or a group as it was.
 *
 * @param at the time that was asked for; absent where a sequence was, or nothing
 * @param sequence of the change that made it so
 * @param since when that was
 * @param membershipsKnown false where the log doesn't reach back far enough to tell a user's groups
 * @param resource as SCIM has it, with members or groups
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PointView(
        String connection,
        @Nullable Instant at,
        long sequence,
        Instant since,
        boolean membershipsKnown,
        ObjectNode resource) {}
