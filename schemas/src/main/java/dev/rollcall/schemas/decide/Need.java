package dev.rollcall.schemas.decide;

import dev.rollcall.schemas.topic.Keys;

/** A piece of state that deciding a request may ask for. Keys are those of {@link dev.rollcall.schemas.topic.Keys}. */
public sealed interface Need {

    /** The connection that it is a part of. */
    String connection();

    /** The user with that key. */
    record OfUser(String key) implements Need {

        @Override
        public String connection() {
            return Keys.connectionOf(key);
        }
    }

    /** Whether there is a user with that key. */
    record Existence(String key) implements Need {

        @Override
        public String connection() {
            return Keys.connectionOf(key);
        }
    }

    /** Who in the connection has the userName with that key ({@link dev.rollcall.schemas.scim.UserNames#key}). */
    record NameOwner(String connection, String nameKey) implements Need {}

    /** The group with that key. */
    record OfGroup(String key) implements Need {

        @Override
        public String connection() {
            return Keys.connectionOf(key);
        }
    }

    /** Whether the membership with that key is there. */
    record Membership(String connection, String group, String user) implements Need {}

    /** All members of a group. */
    record MembersOf(String connection, String group) implements Need {}

    /** All groups of a user. */
    record GroupsOf(String connection, String user) implements Need {}

    /** The sequence of the connection's newest change. */
    record Sequence(String connection) implements Need {}
}
