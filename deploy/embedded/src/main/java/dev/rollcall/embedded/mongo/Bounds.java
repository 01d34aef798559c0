package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a filter says in words an index understands: fields that equal one of some values, and a range of ids. */
final class Bounds {

    private final Map<String, List<Object>> equal = new LinkedHashMap<>();
    private KeyRange ids = KeyRange.ALL;
    private boolean complete = true;

    private Bounds() {}

    static Bounds of(@Nullable Document filter) {
        Bounds bounds = new Bounds();
        if (filter != null) {
            bounds.and(filter);
        }
        return bounds;
    }

    /** For each bound field the values it may have. */
    Map<String, List<Object>> equal() {
        return equal;
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
            } else if (field.startsWith("$")) {
                complete = false;
            } else if (condition instanceof Document operators && hasOperators(operators)) {
                operators.forEach((operator, operand) -> operator(field, operator, operand));
            } else {
                anyOf(field, listOfNullable(condition));
            }
        });
    }

    private void operator(String field, String operator, @Nullable Object operand) {
        switch (operator) {
            case "$eq" -> anyOf(field, listOfNullable(operand));
            case "$in" -> anyOf(field, new ArrayList<>((Collection<?>) Objects.requireNonNull(operand)));
            case "$gt", "$gte", "$lt", "$lte" -> range(field, operator, operand);
            default -> complete = false;
        }
    }

    private void range(String field, String operator, @Nullable Object operand) {
        boolean plain = operand instanceof String
                || operand instanceof ObjectId
                || operand instanceof Instant
                || (operand instanceof Number && !(operand instanceof Decimal128));
        if (operand != null && plain && field.equals("_id")) {
            ids = ids.and(KeyRange.of(operator, operand));
        } else {
            complete = false;
        }
    }

    private void anyOf(String field, List<Object> values) {
        if (equal.containsKey(field) || !values.stream().allMatch(Bounds::indexable)) {
            complete = false;
        } else {
            equal.put(field, values);
        }
    }

    /** Nulls also match missing fields, arrays their elements, expressions whatever they like: left to the matcher. */
    private static boolean indexable(@Nullable Object value) {
        return value != null
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
