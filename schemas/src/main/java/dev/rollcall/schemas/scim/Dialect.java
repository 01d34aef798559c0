package dev.rollcall.schemas.scim;

/**
 * How a connection's client is understood.
 *
 * @param profile what is tolerated
 */
public record Dialect(Profile profile) {

    /** One reading of what the client sent. */
    public Reading reading() {
        return new Reading(this);
    }
}
