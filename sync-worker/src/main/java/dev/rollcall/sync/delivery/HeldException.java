package dev.rollcall.sync.delivery;

/**
 * The directory is ahead of an app by changes that wait for an operator: what the app is to get depends on the newest state,
 * so it waits as well. Nobody's failure.
 */
public final class HeldException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String connection;
    private final long first;

    /** @param first change of the hold that the connection is in */
    public HeldException(String connection, long first) {
        super("Connection " + connection + " is held from change " + first + " on.", null, false, false);
        this.connection = connection;
        this.first = first;
    }

    public String connection() {
        return connection;
    }

    public long first() {
        return first;
    }
}
