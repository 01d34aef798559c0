package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sort asks for.
 *
 * @param fields up to and with {@code _id}: ids are unique, so further fields say nothing
 * @param descending whether the first field is
 * @param uniform whether all fields have the same direction, as an index has
 */
record SortOrder(List<String> fields, boolean descending, boolean uniform) {

    private static final SortOrder ANY = new SortOrder(List.of(), false, true);

    static SortOrder any() {
        return ANY;
    }

    static SortOrder of(@Nullable Document sort) {
        if (sort == null || sort.isEmpty()) {
            return ANY;
        }
        List<String> fields = new ArrayList<>();
        boolean descending = false;
        boolean uniform = true;
        for (var entry : sort.entrySet()) {
            boolean down = entry.getValue() instanceof Number direction && direction.intValue() < 0;
            descending = fields.isEmpty() ? down : descending;
            uniform = uniform && down == descending;
            String field = entry.getKey().equals("$natural") ? IdIndex.FIELD : entry.getKey();
            fields.add(field);
            if (field.equals(IdIndex.FIELD)) {
                break;
            }
        }
        return new SortOrder(List.copyOf(fields), descending, uniform);
    }

    boolean isAny() {
        return fields.isEmpty();
    }

    boolean byId() {
        return !fields.isEmpty() && fields.getFirst().equals(IdIndex.FIELD);
    }

    /** Whether entries come so that have these fields, then the id, in ascending order. */
    boolean isOrderOf(List<String> indexed) {
        List<String> wanted = fields.contains(IdIndex.FIELD) ? fields.subList(0, fields.size() - 1) : fields;
        return uniform
                && (fields.contains(IdIndex.FIELD)
                        ? indexed.equals(wanted)
                        : indexed.size() >= wanted.size()
                                && indexed.subList(0, wanted.size()).equals(wanted));
    }

    Comparator<Key> ofIds() {
        return descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
    }
}
