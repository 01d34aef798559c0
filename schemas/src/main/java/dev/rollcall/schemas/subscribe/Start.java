package dev.rollcall.schemas.subscribe;

/** Where a subscriber begins that Kafka has no position of. */
public enum Start {

    /** With the newest states, once; for a service with a store of its own. */
    SNAPSHOT,

    /** With the newest states, whenever it is given connections; for a service that keeps them in memory. */
    SNAPSHOT_EACH_TIME,

    /** With the oldest change that is kept. */
    OLDEST_CHANGE,

    /** With what happens from now on. */
    NEWEST_CHANGE
}
