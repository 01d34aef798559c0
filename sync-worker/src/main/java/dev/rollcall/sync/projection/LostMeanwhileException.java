package dev.rollcall.sync.projection;

/** A collection, or what marks it, went while it was filled; it is filled anew. */
final class LostMeanwhileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LostMeanwhileException() {
        super("What was filled was lost meanwhile");
    }
}
