package dev.rollcall.schemas.scope;

/** An expression of a mapping is wrong, or fails on a resource; says of which attribute and where, without any value. */
public final class MappingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MappingException(String attribute, String problem) {
        // a refusal is an answer, not a fault: no stack trace
        super("mapping of " + attribute + ": " + problem, null, false, false);
    }
}
