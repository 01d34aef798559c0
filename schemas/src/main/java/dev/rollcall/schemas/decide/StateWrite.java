package dev.rollcall.schemas.decide;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.MembershipState;
import dev.rollcall.event.RequestOutcome;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.topic.Keys;

/** What a decision writes to the newest state: one record of a compacted topic, one document of the directory. */
public sealed interface StateWrite {

    /** The record's key on its topic, and the document's {@code _id}. */
    String key();

    /** The sequence of the change that wrote it; an older write never wins over a newer one. */
    long sequence();

    /** Whether its topic holds it for as long as nothing newer is written, and with it the sequence. */
    default boolean isHeld() {
        return switch (this) {
            case OfUser _, OfGroup _, OfMembership _ -> true;
            case OfOutcome _, Removed _ -> false;
        };
    }

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

    /** What became of an asynchronous request, kept for its client for a while. */
    record OfOutcome(RequestOutcome state) implements StateWrite {
        @Override
        public String key() {
            return Keys.resource(state.getConnection(), state.getTxn());
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
        MEMBERSHIP,
        OUTCOME
    }

    /** Which topic and which collection it is written to. */
    default Kind stateKind() {
        return switch (this) {
            case OfUser _ -> Kind.USER;
            case OfGroup _ -> Kind.GROUP;
            case OfMembership _ -> Kind.MEMBERSHIP;
            case OfOutcome _ -> Kind.OUTCOME;
            case Removed removed -> removed.kind();
        };
    }
}
