package dev.rollcall.sync.drift;

/** The app can't be compared; the message says why, and what would mend it, without personal data. */
final class TargetFault extends Exception {

    private static final long serialVersionUID = 1L;

    TargetFault(String message) {
        super(message);
    }
}
