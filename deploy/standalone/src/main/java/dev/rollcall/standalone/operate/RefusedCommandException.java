package dev.rollcall.standalone.operate;

/** A command that can't be done; the message says why, and what to do. */
public final class RefusedCommandException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RefusedCommandException(String message) {
        super(message);
    }
}
