package dev.rollcall.ingest.history.restore;

import org.jspecify.annotations.Nullable;

/**
 * A group or a member of one, so that whoever reads of it needn't look its id up.
 *
 * @param display the group's displayName or the member's userName; null where it isn't known
 */
public record Named(String id, @Nullable String display) {}
