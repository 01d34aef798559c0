package dev.rollcall.schemas.subscribe;

import java.util.OptionalLong;

/**
 * What a subscriber's own store has. With it a change has its effect once whatever is killed when, provided that the store
 * writes the sequence of a change together with its effect.
 */
@FunctionalInterface
public interface Progress {

    /** The sequence of the newest change of the connection whose effect is stored; empty where there is none. */
    OptionalLong sequenceOf(String connection);

    /** The first change of a connection after a restart is taken as it comes. */
    static Progress unknown() {
        return connection -> OptionalLong.empty();
    }
}
