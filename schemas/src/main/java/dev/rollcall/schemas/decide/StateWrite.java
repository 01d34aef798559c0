package dev.rollcall.schemas.decide;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.MembershipState;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.topic.Keys;

/** What a decision writes to the newest state: one record of a compacted topic, one document of the directory. */
public sealed interface StateWrite {

    /** The record's key on its topic, and the document's {@code _id}. */
    String key();

    /** The sequence of the change that wrote it; an older write never wins over a newer one. */
    long sequence();

    record OfUser(UserState state) implements StateWrite {
        @Override
        public String key() {
            return Keys.resource(state.getConnection(), state.getId());
        }

        @Override
        public long sequence() {
            return state.getSequence();
        }
    }

    record OfGroup(GroupState state) implements StateWrite {
        @Override
        public String key() {
            return Keys.resource(state.getConnection(), state.getId());
        }

        @Override
        public long sequence() {
            return state.getSequence();
        }
    }

    record OfMembership(MembershipState state) implements StateWrite {
        @Override
        public String key() {
            return Keys.membership(state.getConnection(), state.getGroup(), state.getUser());
        }

        @Override
        public long sequence() {
            return state.getSequence();
        }
    }

    /** The state is no more: a tombstone on its topic. */
    record Removed(Kind kind, String key, long sequence) implements StateWrite {}

    /** Which topic and which collection a state is in. */
    enum Kind {
        USER,
        GROUP,
        MEMBERSHIP
    }

    /** Which topic and which collection it is written to. */
    default Kind stateKind() {
        return switch (this) {
            case OfUser _ -> Kind.USER;
            case OfGroup _ -> Kind.GROUP;
            case OfMembership _ -> Kind.MEMBERSHIP;
            case Removed removed -> removed.kind();
        };
    }
}
