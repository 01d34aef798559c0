package dev.rollcall.schemas.scim;

/**
 * How a connection's client is understood.
 *
 * @param profile what is tolerated
 * @param extensions what it may send beside the core and enterprise attributes
 */
public record Dialect(Profile profile, ExtensionSchemas extensions) {

    /** One reading of what the client sent. */
    public Reading reading() {
        return new Reading(this);
    }
}
