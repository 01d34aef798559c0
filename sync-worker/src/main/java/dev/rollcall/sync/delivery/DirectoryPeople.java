package dev.rollcall.sync.delivery;

import dev.rollcall.event.GroupState;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The newest that the directory says of users and groups, for what one change alone doesn't tell. */
public interface DirectoryPeople {

    /** Whether it has come to the change with this sequence. */
    boolean isAt(String connection, long sequence);

    /** Those of these users who are there, by id. */
    Map<String, Person> find(String connection, Collection<String> users);

    /**
     * Of these users those who are there, by id, each with its last change, whatever the directory has come to; without
     * those whose last change is held until an operator has decided, and nobody where the directory isn't whole.
     */
    Map<String, NewestUser> newest(String connection, Collection<String> users);

    /** The group, when it is there. */
    Optional<GroupState> group(String connection, String group);

    /** The ids of a group's members. */
    Set<String> members(String connection, String group);
}
