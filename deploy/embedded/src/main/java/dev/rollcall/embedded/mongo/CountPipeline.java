package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pipeline that drivers send for `countDocuments`: `$match`, perhaps `$skip` and `$limit`, and a `$group` that adds 1. */
record CountPipeline(Document filter, int skip, int limit) {

    private static final Document COUNT =
            new Document("$group", new Document("_id", 1).append("n", new Document("$sum", 1)));

    static Optional<CountPipeline> in(Document command) {
        if (!(command.get("pipeline") instanceof List<?> stages)
                || stages.size() < 2
                || !COUNT.equals(stages.getLast())) {
            return Optional.empty();
        }
        @Nullable Document filter = null;
        int skip = 0;
        int limit = 0;
        for (Object stage : stages.subList(0, stages.size() - 1)) {
            Document operator = (Document) stage;
            if (filter == null && operator.get("$match") instanceof Document match) {
                filter = match;
            } else if (filter != null && skip + limit == 0 && operator.get("$skip") instanceof Number number) {
                skip = number.intValue();
            } else if (filter != null && limit == 0 && operator.get("$limit") instanceof Number number) {
                limit = number.intValue();
            } else {
                return Optional.empty();
            }
        }
        return filter == null ? Optional.empty() : Optional.of(new CountPipeline(filter, skip, limit));
    }

    Document reply(MongoCollection<?> collection) {
        int counted = collection.count(filter, skip, limit);
        List<Document> batch = counted == 0 ? List.of() : List.of(new Document("_id", 1).append("n", counted));
        Document cursor =
                new Document("id", 0L).append("ns", collection.getFullName()).append("firstBatch", batch);
        return new Document("cursor", cursor).append("ok", 1.0);
    }
}
