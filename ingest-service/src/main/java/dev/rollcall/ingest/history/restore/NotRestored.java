package dev.rollcall.ingest.history.restore;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What can't be as it was.
 *
 * @param id of the group or member; absent where it is about all
 * @param display what that is or was called; null where it isn't known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotRestored(
        String what,
        @Nullable String id,
        @JsonInclude @Nullable String display,
        String why) {}
