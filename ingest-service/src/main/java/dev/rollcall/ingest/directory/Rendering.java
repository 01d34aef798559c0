package dev.rollcall.ingest.directory;

import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.UserState;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** How clients see resources, which is what their filters and sorts are about. */
public interface Rendering {

    /** A user with the groups it is a direct member of. */
    ObjectNode user(UserState user, List<GroupReference> groups);

    /** A group with the ids of its members. */
    ObjectNode group(GroupState group, Collection<String> members);
}
