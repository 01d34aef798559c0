package dev.rollcall.sync.directory;

/** The steps of the loop, in order; a test kills the worker after each. */
enum Step {
    POLLED,
    LOADED,
    DECIDED,
    SENT,
    COMMITTED,
    PROJECTED,
    ANSWERED;

    /** Hears of every step on the loop's thread. */
    interface Listener {

        Listener NONE = _ -> {};

        void reached(Step step);
    }
}
