package dev.rollcall.schemas.scim;

import java.util.Locale;

/**
 * One departure from RFC 7643 and RFC 7644 that clients are known for. Where a {@link Profile} tolerates it, it makes a
 * warning; elsewhere the request is refused with the scimType.
 */
public enum Tolerance {
    MISSING_SCHEMAS("invalidSyntax", "Send schemas with every resource and message (RFC 7643 §3)."),
    UNDECLARED_SCHEMA(
            "invalidSyntax",
            "Declare the extension: PUT its schema to /api/v1/connections/ID/schemas/URN, or stop sending it."),
    UNKNOWN_ATTRIBUTE("invalidSyntax", "Remove its mapping at the client, or send it under an extension's URN."),
    PASSWORD("mutability", "Switch the client's password synchronization off; Rollcall keeps no passwords."),
    STRING_BOOLEAN("invalidValue", "Send a JSON boolean."),
    BARE_VALUE("invalidValue", "Send an object with value."),
    SINGLE_VALUE("invalidValue", "Send an array."),
    EMPTY_VALUE("invalidValue", "Leave out what has no value."),
    REPEATED_VALUE("invalidValue", "Send each pair of type and value once (RFC 7643 §2.4)."),
    SEVERAL_PRIMARIES("invalidValue", "Mark at most one value as primary (RFC 7643 §2.4)."),
    CAPITALISED_OP("invalidSyntax", "Send op in lower case."),
    REMOVE_WITH_VALUE(
            "invalidSyntax", "Name what to remove by a filter in the path, such as members[value eq \"id\"]."),
    DOTTED_KEY("invalidPath", "Nest sub-attributes in objects, and extension attributes under their URN."),
    READ_ONLY_IN_PATCH("mutability", "Leave out what only the server sets."),
    /** A replacement of what a filter selects, where it selects nothing, adds a value that it would select. */
    FILTER_CREATES("noTarget", "Add the value before it is changed.");

    private final String scimType;
    private final String cure;

    Tolerance(String scimType, String cure) {
        this.scimType = scimType;
        this.cure = cure;
    }

    /** As metrics carry it, such as {@code string_boolean}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String scimType() {
        return scimType;
    }

    /** What to do about it, where the profile knows nothing better. */
    String cure() {
        return cure;
    }
}
