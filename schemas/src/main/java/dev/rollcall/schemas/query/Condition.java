package dev.rollcall.schemas.query;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A filter (RFC 7644 §3.4.2.2) whose attributes are known and whose values fit them. */
public sealed interface Condition {

    /** Whether it holds for a resource, or for an element of a multi-valued attribute. */
    boolean matches(JsonNode json);

    /** The attributes of the resource that it looks at; see {@link AttributePath#top}. */
    Stream<String> attributes();

    /** Conditions that have to hold all for this one to hold. */
    default Stream<Condition> conjuncts() {
        return Stream.of(this);
    }

    /** Conditions of which one has to hold for this one to hold. */
    default Stream<Condition> disjuncts() {
        return Stream.of(this);
    }

    record And(List<Condition> parts) implements Condition {

        @Override
        public boolean matches(JsonNode json) {
            return parts.stream().allMatch(part -> part.matches(json));
        }

        @Override
        public Stream<Condition> conjuncts() {
            return parts.stream().flatMap(Condition::conjuncts);
        }

        @Override
        public Stream<String> attributes() {
            return parts.stream().flatMap(Condition::attributes);
        }
    }

    record Or(List<Condition> parts) implements Condition {

        @Override
        public boolean matches(JsonNode json) {
            return parts.stream().anyMatch(part -> part.matches(json));
        }

        @Override
        public Stream<Condition> disjuncts() {
            return parts.stream().flatMap(Condition::disjuncts);
        }

        @Override
        public Stream<String> attributes() {
            return parts.stream().flatMap(Condition::attributes);
        }
    }

    record Not(Condition part) implements Condition {

        @Override
        public boolean matches(JsonNode json) {
            return !part.matches(json);
        }

        @Override
        public Stream<String> attributes() {
            return part.attributes();
        }
    }

    /** Has a value; null, [], {} and "" are none (RFC 7643 §2.5). */
    record Present(AttributePath path) implements Condition {

        @Override
        public boolean matches(JsonNode json) {
            return path.values(json).anyMatch(Present::isPresent);
        }

        @Override
        public Stream<String> attributes() {
            return Stream.of(path.top());
        }

        private static boolean isPresent(JsonNode value) {
            return switch (value.getNodeType()) {
                case NULL, MISSING -> false;
                case STRING -> !value.stringValue().isEmpty();
                case ARRAY, OBJECT -> value.valueStream().anyMatch(Present::isPresent);
                case BOOLEAN, NUMBER, BINARY, POJO -> true;
            };
        }
    }

    /**
     * Any value of an attribute compares so with the operand. What has no value is not equal to anything, so {@code ne}
     * holds for it and nothing else does.
     *
     * @param operand the key of the value on the right, see {@link ValueKeys}
     */
    record Comparison(AttributePath path, Operator operator, String operand) implements Condition {

        @Override
        public boolean matches(JsonNode json) {
            List<String> keys = path.values(json)
                    .map(value -> ValueKeys.of(path.attribute(), value))
                    .flatMap(Optional::stream)
                    .toList();
            return keys.isEmpty()
                    ? operator == Operator.NE
                    : keys.stream().anyMatch(key -> operator.holds(key, operand));
        }

        @Override
        public Stream<String> attributes() {
            return Stream.of(path.top());
        }
    }

    /** A value path: one and the same element of a complex attribute fulfils the whole condition. */
    record Element(AttributePath path, Condition of) implements Condition {

        @Override
        public boolean matches(JsonNode json) {
            return path.values(json).anyMatch(of::matches);
        }

        @Override
        public Stream<String> attributes() {
            return Stream.of(path.top());
        }
    }
}
