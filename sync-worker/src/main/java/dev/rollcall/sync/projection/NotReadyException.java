package dev.rollcall.sync.projection;

/** The directory isn't whole, so nothing may be decided on it; it is being filled from the log. */
public final class NotReadyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotReadyException(int generation, int partition, String why) {
        super("Partition " + partition + " of generation " + generation + " of the directory " + why);
    }
}
