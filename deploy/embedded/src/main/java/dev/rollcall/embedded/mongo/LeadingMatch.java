package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Optional;

/** Carries the first `$match` of a pipeline down to the collection, so that an index can serve it. */
record LeadingMatch(String collection, Document filter) {

    private static final ScopedValue<LeadingMatch> CURRENT = ScopedValue.newInstance();

    static Document callUnder(
            String collection, Document command, ScopedValue.CallableOp<Document, RuntimeException> call) {
        return first(command)
                .map(filter -> ScopedValue.where(CURRENT, new LeadingMatch(collection, filter))
                        .call(call))
                .orElseGet(call::call);
    }

    /** The filter that whoever reads all of this collection may apply at once. */
    static Document of(String collection) {
        LeadingMatch current = CURRENT.isBound() ? CURRENT.get() : null;
        return current != null && current.collection.equals(collection) ? current.filter : new Document();
    }

    private static Optional<Document> first(Document command) {
        return command.get("pipeline") instanceof List<?> stages
                        && !stages.isEmpty()
                        && stages.getFirst() instanceof Document stage
                        && stage.get("$match") instanceof Document filter
                ? Optional.of(filter)
                : Optional.empty();
    }
}
