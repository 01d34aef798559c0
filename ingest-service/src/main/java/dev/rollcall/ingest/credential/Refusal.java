package dev.rollcall.ingest.credential;

/** Why a client isn't let in. What it is told is the same for every credential that doesn't fit. */
public enum Refusal {
    /** It presented nothing. */
    MISSING(401, Refusal.WRONG_CREDENTIAL),
    /** Unknown, expired, revoked, another connection's, or of a kind that the connection doesn't take. */
    WRONG(401, Refusal.WRONG_CREDENTIAL),
    /** The same, once too often. */
    TOO_MANY(429, "Too many wrong credentials came from this address. Wait, then send this connection's own."),
    DISABLED(403, "This connection is disabled. Its administrator can enable it again."),
    SOURCE(403, "This connection doesn't take requests from this address. Its administrator can allow it.");

    private static final String WRONG_CREDENTIAL =
            "The credential is missing, wrong, expired or revoked. Send one of this connection's own.";

    private final int status;
    private final String detail;

    Refusal(int status, String detail) {
        this.status = status;
        this.detail = detail;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** What the client is told. */
    public String detail() {
        return detail;
    }
}
