package dev.rollcall.ingest.directory;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.UserState;

/** A user or a group. */
public sealed interface Resource {

    record OfUser(UserState state) implements Resource {}

    record OfGroup(GroupState state) implements Resource {}
}
