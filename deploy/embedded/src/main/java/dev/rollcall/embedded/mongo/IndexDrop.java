package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;

/** Drops indexes of one collection by their keys; by name the engine would drop those of all collections. */
final class IndexDrop {

    private IndexDrop() {}

    static Document run(Document query, List<Document> indexes, Command engine) {
        if (!(query.get("index") instanceof String name)) {
            return engine.run(query);
        }
        Document reply = new Document("ok", 1.0);
        List<Document> dropped = indexes.stream()
                .filter(index -> name.equals("*") ? !"_id_".equals(index.get("name")) : name.equals(index.get("name")))
                .toList();
        if (dropped.isEmpty() && !name.equals("*")) {
            return engine.run(query);
        }
        for (Document index : dropped) {
            Document single = query.clone();
            single.put("index", index.get("key"));
            reply = engine.run(single);
        }
        return reply;
    }
}
