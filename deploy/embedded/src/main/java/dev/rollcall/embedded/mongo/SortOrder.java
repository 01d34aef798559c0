package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/** What a sort asks for, seen from the order of ids; ids are unique, so further fields after `_id` say nothing. */
enum SortOrder {
    ANY,
    BY_ID,
    BY_ID_DESCENDING,
    BY_FIELDS;

    static SortOrder of(@Nullable Document sort) {
        if (sort == null || sort.isEmpty()) {
            return ANY;
        }
        var first = sort.entrySet().iterator().next();
        boolean natural = first.getKey().equals("$natural");
        if (!natural && !first.getKey().equals(IdIndex.FIELD)) {
            return BY_FIELDS;
        }
        return first.getValue() instanceof Number direction && direction.intValue() < 0 ? BY_ID_DESCENDING : BY_ID;
    }

    boolean byId() {
        return this == BY_ID || this == BY_ID_DESCENDING;
    }
}
