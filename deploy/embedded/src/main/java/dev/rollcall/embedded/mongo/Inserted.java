package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;

/** Corrects the reply to an insert, which counts documents that were refused as inserted. */
final class Inserted {

    private Inserted() {}

    static Document counted(Document reply) {
        if (reply.get("writeErrors") instanceof List<?> errors && reply.get("n") instanceof Integer asked) {
            reply.put("n", asked - errors.size());
        }
        return reply;
    }
}
