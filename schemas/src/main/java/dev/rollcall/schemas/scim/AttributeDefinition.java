package dev.rollcall.schemas.scim;

import java.util.List;
import java.util.Optional;

/**
 * What an attribute is (RFC 7643 §7): the one definition that is listed in {@code /Schemas}, and that values and filters
 * are judged by.
 *
 * @param canonicalValues what is usual; of an attribute of a connection's own extension nothing else is taken
 * @param caseExact whether strings that differ in case differ
 * @param referenceTypes what a reference may point to: resource types, {@code external} or {@code uri}
 * @param subAttributes of a complex attribute
 */
public record AttributeDefinition(
        String name,
        Type type,
        boolean multiValued,
        String description,
        boolean required,
        List<String> canonicalValues,
        boolean caseExact,
        Mutability mutability,
        Returned returned,
        Uniqueness uniqueness,
        List<String> referenceTypes,
        List<AttributeDefinition> subAttributes) {

    /** RFC 7643 §2.3; its §7 forgets binary, which its Table 1 has. */
    public enum Type {
        STRING,
        BOOLEAN,
        DECIMAL,
        INTEGER,
        DATE_TIME,
        REFERENCE,
        BINARY,
        COMPLEX
    }

    /** RFC 7643 §7. */
    public enum Mutability {
        READ_ONLY,
        READ_WRITE,
        IMMUTABLE,
        WRITE_ONLY
    }

    /** RFC 7643 §7. */
    public enum Returned {
        ALWAYS,
        NEVER,
        DEFAULT,
        REQUEST
    }

    /** RFC 7643 §7. */
    public enum Uniqueness {
        NONE,
        SERVER,
        GLOBAL
    }

    public AttributeDefinition {
        canonicalValues = List.copyOf(canonicalValues);
        referenceTypes = List.copyOf(referenceTypes);
        subAttributes = List.copyOf(subAttributes);
    }

    /** Whether values that differ in case differ: of these types they do, whatever is said (RFC 7643 §2.3.6, §2.3.7). */
    boolean isCaseExact() {
        return caseExact || type == Type.BINARY || type == Type.REFERENCE;
    }

    /** The sub-attribute of that name, in any case (RFC 7643 §2.1). */
    public Optional<AttributeDefinition> sub(String name) {
        return subAttributes.stream()
                .filter(attribute -> attribute.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
