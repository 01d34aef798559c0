package dev.rollcall.standalone;

/** Something that the one who started Rollcall can mend; the message says what and how. */
final class CannotStartException extends RuntimeException {

    private static final long serialVersionUID = 1;

    CannotStartException(String message) {
        super(message);
    }
}
