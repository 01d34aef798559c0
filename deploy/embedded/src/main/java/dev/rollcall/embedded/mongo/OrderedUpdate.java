package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the updates of an ordered bulk one by one up to the first error; the engine would go on after it. */
final class OrderedUpdate {

    private OrderedUpdate() {}

    static Document run(Document query, Command engine) {
        boolean ordered = !Boolean.FALSE.equals(query.getOrDefault("ordered", true));
        return ordered && query.get("updates") instanceof List<?> updates && updates.size() > 1
                ? oneByOne(query, updates, engine)
                : engine.run(query);
    }

    private static Document oneByOne(Document query, List<?> updates, Command engine) {
        int matched = 0;
        int modified = 0;
        List<Object> upserted = new ArrayList<>();
        List<Object> errors = new ArrayList<>();
        for (int i = 0; i < updates.size() && errors.isEmpty(); i++) {
            Document single = query.clone();
            single.put("updates", List.of(updates.get(i)));
            Document reply = engine.run(single);
            matched += number(reply.get("n"));
            modified += number(reply.get("nModified"));
            collect(reply.get("upserted"), i, upserted);
            collect(reply.get("writeErrors"), i, errors);
        }
        Document reply = new Document("n", matched).append("nModified", modified);
        if (!upserted.isEmpty()) {
            reply.put("upserted", upserted);
        }
        if (!errors.isEmpty()) {
            reply.put("writeErrors", errors);
        }
        return reply.append("ok", 1.0);
    }

    private static int number(@Nullable Object value) {
        return value instanceof Number number ? number.intValue() : 0;
    }

    private static void collect(@Nullable Object entries, int index, List<Object> into) {
        if (entries instanceof Iterable<?> documents) {
            for (Object entry : documents) {
                Document renumbered = ((Document) entry).clone();
                renumbered.put("index", index);
                into.add(renumbered);
            }
        }
    }
}
