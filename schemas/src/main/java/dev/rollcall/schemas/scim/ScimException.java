package dev.rollcall.schemas.scim;

import org.jspecify.annotations.Nullable;

/** A SCIM error response (RFC 7644 §3.12), with factories named after the scimType of its Table 9. */
public final class ScimException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String scimType;

    /** @param detail what is wrong, where, and what to do; never a secret or personal data */
    public ScimException(int status, @Nullable String scimType, String detail) {
        // a refusal is an answer, not a fault: no stack trace
        super(detail, null, false, false);
        this.status = status;
        this.scimType = scimType;
    }

    public static ScimException invalidSyntax(String detail) {
        return new ScimException(400, "invalidSyntax", detail);
    }

    public static ScimException invalidValue(String detail) {
        return new ScimException(400, "invalidValue", detail);
    }

    public static ScimException invalidFilter(String detail) {
        return new ScimException(400, "invalidFilter", detail);
    }

    public static ScimException invalidPath(String detail) {
        return new ScimException(400, "invalidPath", detail);
    }

    public static ScimException noTarget(String detail) {
        return new ScimException(400, "noTarget", detail);
    }

    public static ScimException mutability(String detail) {
        return new ScimException(400, "mutability", detail);
    }

    public static ScimException uniqueness(String detail) {
        return new ScimException(409, "uniqueness", detail);
    }

    public static ScimException notFound(String detail) {
        return new ScimException(404, null, detail);
    }

    public static ScimException preconditionFailed(String detail) {
        return new ScimException(412, null, detail);
    }

    /** The HTTP status to answer with. */
    public int status() {
        return status;
    }

    /** The keyword of RFC 7644 Table 9, where there is one. */
    public @Nullable String scimType() {
        return scimType;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
