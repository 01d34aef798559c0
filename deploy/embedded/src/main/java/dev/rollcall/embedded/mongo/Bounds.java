package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a filter says in words an index understands: fields that equal one of some values, and ranges. */
final class Bounds {

    private final Map<String, List<Object>> equal = new LinkedHashMap<>();
    private final Map<String, KeyRange> ranges = new LinkedHashMap<>();

    /** Fields with a range of several conditions, which different elements of an array may fulfil. */
    private final Set<String> scattered = new HashSet<>();

    private KeyRange ids = KeyRange.ALL;
    private boolean complete = true;

    private final Document filter;

    /** What the filter's first {@code $or} is taken for; null once it is, and where it isn't. */
    private @Nullable Document alternative;

    /** The filter's first {@code $or}, where it isn't taken for an alternative. */
    private List<?> or = List.of();

    private Bounds(Document filter, @Nullable Document alternative) {
        this.filter = filter;
        this.alternative = alternative;
    }

    static Bounds of(@Nullable Document filter) {
        return of(filter == null ? new Document() : filter, null);
    }

    private static Bounds of(Document filter, @Nullable Document alternative) {
        Bounds bounds = new Bounds(filter, alternative);
        bounds.and(filter);
        return bounds;
    }

    /** What the filter says where its first {@code $or} is taken for one of its alternatives: for each of them. */
    List<Bounds> alternatives() {
        return or.stream().map(taken -> of(filter, (Document) taken)).toList();
    }

    /** For each bound field the values it may have. */
    Map<String, List<Object>> equal() {
        return equal;
    }

    /** For each field with a range, other than the id, that range. */
    Map<String, KeyRange> ranges() {
        return ranges;
    }

    KeyRange range(String field) {
        return Objects.requireNonNull(ranges.get(field));
    }

    /** @param arrays whether the field may be an array */
    boolean hasRange(String field, boolean arrays) {
        return ranges.containsKey(field) && !(arrays && scattered.contains(field));
    }

    /** Whether a field may be null or missing. */
    boolean mayBeNull(String field) {
        return equal.getOrDefault(field, List.of()).stream().anyMatch(Objects::isNull);
    }

    KeyRange ids() {
        return ids;
    }

    /** Whether these bounds say all that the filter says. */
    boolean complete() {
        return complete;
    }

    private void and(Document filter) {
        filter.forEach((field, condition) -> {
            if (field.equals("$and") && condition instanceof Collection<?> parts) {
                parts.forEach(part -> and((Document) part));
            } else if (field.equals("$or") && condition instanceof List<?> alternatives) {
                or(alternatives);
            } else if (field.startsWith("$")) {
                complete = false;
            } else if (condition instanceof Document operators && hasOperators(operators)) {
                operators.forEach((operator, operand) -> operator(field, operator, operand));
            } else {
                anyOf(field, listOfNullable(condition));
            }
        });
    }

    private void or(List<?> alternatives) {
        Document taken = alternative;
        if (taken != null) {
            alternative = null;
            and(taken);
        } else {
            or = or.isEmpty() ? alternatives : or;
            complete = false;
        }
    }

    private void operator(String field, String operator, @Nullable Object operand) {
        switch (operator) {
            case "$eq" -> anyOf(field, listOfNullable(operand));
            case "$in" -> anyOf(field, new ArrayList<>((Collection<?>) Objects.requireNonNull(operand)));
            case "$gt", "$gte", "$lt", "$lte" -> range(field, operator, operand);
            case "$elemMatch" -> element(field, (Document) Objects.requireNonNull(operand));
            default -> complete = false;
        }
    }

    private void range(String field, String operator, @Nullable Object operand) {
        boolean plain = operand instanceof String
                || operand instanceof ObjectId
                || operand instanceof Instant
                || (operand instanceof Number && !(operand instanceof Decimal128));
        if (operand == null || !plain) {
            complete = false;
        } else if (field.equals(IdIndex.FIELD)) {
            ids = ids.and(KeyRange.of(operator, operand));
        } else {
            if (ranges.containsKey(field)) {
                scattered.add(field);
            }
            ranges.merge(field, KeyRange.of(operator, operand), KeyRange::and);
        }
    }

    /** A range that one and the same element lies in. */
    private void element(String field, Document operators) {
        if (hasOperators(operators) && !ranges.containsKey(field)) {
            operators.forEach((operator, operand) -> {
                if (operator.startsWith("$gt") || operator.startsWith("$lt")) {
                    range(field, operator, operand);
                }
            });
            scattered.remove(field);
        }
        // anything else that the operators say, and that the field is an array, is left to the matcher
        complete = false;
    }

    private void anyOf(String field, List<Object> values) {
        if (values.equals(equal.get(field))) {
            return;
        }
        if (equal.containsKey(field) || !values.stream().allMatch(value -> indexable(field, value))) {
            complete = false;
        } else {
            equal.put(field, values);
            // an index knows no difference between null, missing and an empty array
            complete = complete && values.stream().noneMatch(Objects::isNull);
        }
    }

    /** Arrays also match their elements, expressions whatever they like: left to the matcher. */
    private static boolean indexable(String field, @Nullable Object value) {
        return !(value == null && field.equals(IdIndex.FIELD))
                && !(value instanceof Missing)
                && !(value instanceof Collection)
                && !(value instanceof BsonRegularExpression)
                && !(value instanceof Document document && hasOperators(document));
    }

    private static boolean hasOperators(Document document) {
        return document.keySet().stream().anyMatch(name -> name.startsWith("$"));
    }

    @SuppressWarnings("NullAway") // a list with a null in it, which is never indexable
    private static List<Object> listOfNullable(@Nullable Object value) {
        List<Object> list = new ArrayList<>(1);
        list.add(value);
        return list;
    }
}
