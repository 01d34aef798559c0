package dev.rollcall.schemas.query;

import java.util.List;
import java.util.Optional;

/**
 * What a query has to know of an attribute (RFC 7643 §7).
 *
 * @param name as SCIM spells it; of an extension its URN
 * @param collation of strings
 * @param subAttributes of a complex attribute
 */
public record QueryAttribute(String name, Type type, Collation collation, List<QueryAttribute> subAttributes) {

    /** The data types of RFC 7643 §2.3. */
    public enum Type {
        STRING,
        REFERENCE,
        BINARY,
        BOOLEAN,
        NUMBER,
        DATE_TIME,
        COMPLEX,
        /** Of an extension that no schema declares: each value says itself what it is. */
        ANY
    }

    public static QueryAttribute of(String name, Type type, Collation collation) {
        return new QueryAttribute(name, type, collation, List.of());
    }

    public static QueryAttribute complex(String name, List<QueryAttribute> subAttributes) {
        return new QueryAttribute(name, Type.COMPLEX, Collation.FOLDED, List.copyOf(subAttributes));
    }

    static QueryAttribute any(String name) {
        return of(name, Type.ANY, Collation.FOLDED);
    }

    boolean isText() {
        return type == Type.STRING || type == Type.REFERENCE || type == Type.BINARY || type == Type.ANY;
    }

    /** Finds a sub-attribute by its name in any case. */
    Optional<QueryAttribute> sub(String wanted) {
        return type == Type.ANY ? Optional.of(any(wanted)) : find(subAttributes, wanted);
    }

    static Optional<QueryAttribute> find(List<QueryAttribute> attributes, String wanted) {
        return attributes.stream()
                .filter(attribute -> attribute.name.equalsIgnoreCase(wanted))
                .findFirst();
    }
}
