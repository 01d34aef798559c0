package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The top-level fields that a projection is made from, so that the others needn't be decoded. */
final class WantedFields {

    private WantedFields() {}

    /** Empty where all may be. */
    static Set<String> of(@Nullable Document projection) {
        var fields = new HashSet<String>();
        if (projection != null) {
            for (Map.Entry<String, Object> field : projection.entrySet()) {
                boolean isId = field.getKey().equals(IdIndex.FIELD);
                if (!isId && !isPlainInclusion(field)) {
                    return Set.of();
                }
                if (!isId) {
                    fields.add(field.getKey());
                }
            }
        }
        if (!fields.isEmpty()) {
            fields.add(IdIndex.FIELD);
        }
        return fields;
    }

    private static boolean isPlainInclusion(Map.Entry<String, Object> field) {
        return field.getKey().indexOf('.') < 0
                && !(field.getValue() instanceof Document)
                && Utils.isTrue(field.getValue());
    }
}
