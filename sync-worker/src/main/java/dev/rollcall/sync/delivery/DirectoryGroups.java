package dev.rollcall.sync.delivery;

import java.util.Optional;
import java.util.Set;

/** What the directory says of memberships, for where changes alone don't tell it. */
@FunctionalInterface
public interface DirectoryGroups {

    /** The ids of a user's groups; empty while the directory hasn't come to the change with this sequence. */
    Optional<Set<String>> of(String connection, String user, long sequence);
}
