package dev.rollcall.schemas.subscribe;

/** What a subscriber does about a {@link Trouble}. */
public enum Remedy {

    /** Goes on with what comes next; a failed listener is called again. */
    GO_ON,

    /** Tells the newest states of the partition anew, which mends whatever was missed, and goes on from there. */
    SNAPSHOT,

    /** Ends, before the record in question: a restart meets it again. */
    STOP
}
