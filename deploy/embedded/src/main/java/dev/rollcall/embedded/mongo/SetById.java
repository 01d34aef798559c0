package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.QueryMatcher;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An update of one document by its id that only sets top-level fields, as most updates are; the engine's way is a long one
 * for them, and for an upsert twice as long.
 */
record SetById(String id, Document selector, Document fields) {

    private static final QueryMatcher MATCHER = new DefaultQueryMatcher();
    private static final Set<String> BOUNDS = Set.of("$lt", "$lte", "$gt", "$gte");

    /** Pure; empty for an update that isn't one. Beside the id, the selector may hold bounds, which add nothing to an upsert. */
    static Optional<SetById> of(Document selector, Document update, ArrayFilters filters) {
        return selector.get(IdIndex.FIELD) instanceof String id
                        && update.size() == 1
                        && update.get("$set") instanceof Document fields
                        && filters.isEmpty()
                        && fields.keySet().stream().allMatch(SetById::isOwn)
                        && selector.entrySet().stream().allMatch(SetById::isIdOrBound)
                ? Optional.of(new SetById(id, selector, fields))
                : Optional.empty();
    }

    private static boolean isOwn(String field) {
        return !field.equals(IdIndex.FIELD) && !field.startsWith("$") && field.indexOf('.') < 0;
    }

    private static boolean isIdOrBound(Map.Entry<String, Object> condition) {
        return condition.getKey().equals(IdIndex.FIELD)
                || !condition.getKey().startsWith("$")
                        && condition.getValue() instanceof Document bounds
                        && !bounds.isEmpty()
                        && BOUNDS.containsAll(bounds.keySet());
    }

    /** How a document that is there becomes another. */
    interface Replacement {

        void put(Key position, Document before, Document after);
    }

    /** Returns the reply; empty where the engine itself has to tell why it can't be done. */
    Optional<Document> run(Documents documents, boolean upsert, Consumer<Document> inserting, Replacement replacing) {
        Key position = Key.of(id);
        Document before = documents.get(position);
        if (before == null && upsert) {
            Document inserted = new Document(IdIndex.FIELD, id);
            inserted.putAll(fields);
            inserting.accept(inserted);
            return Optional.of(reply(0, 0).append("upserted", id));
        }
        if (before == null || !MATCHER.matches(before, selector)) {
            return Optional.empty();
        }
        Document after = before.cloneDeeply();
        after.putAll(fields);
        if (after.equals(before)) {
            return Optional.of(reply(1, 0));
        }
        replacing.put(position, before, after);
        return Optional.of(reply(1, 1));
    }

    private static Document reply(int matched, int modified) {
        return new Document("n", matched).append("nModified", modified);
    }
}
