package dev.rollcall.ingest.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A page of a timeline.
 *
 * @param changes newest first
 * @param nextCursor to be sent as {@code cursor} for the page after this; absent on the last one
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TimelineView(
        String connection,
        String id,
        List<ChangeView> changes,
        @Nullable Long nextCursor) {}
