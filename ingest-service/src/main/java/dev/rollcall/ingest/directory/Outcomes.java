package dev.rollcall.ingest.directory;

import static com.mongodb.client.model.Filters.eq;

import dev.rollcall.event.RequestOutcome;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.schemas.directory.Part;
import dev.rollcall.schemas.topic.Keys;
import java.util.Optional;
import org.bson.Document;
import org.springframework.stereotype.Component;

/** What became of asynchronous requests, as the directory role projected it. Blocking. */
@Component
public final class Outcomes {

    private final DirectoryCollections collections;
    private final Marks marks;

    Outcomes(DirectoryCollections collections, Marks marks) {
        this.collections = collections;
        this.marks = marks;
    }

    /** Empty while the request isn't decided, and when it is long ago. */
    public Optional<RequestOutcome> find(String connection, String txn) {
        Document found = collections
                .outcomes()
                .find(eq(DirectoryDocuments.ID, Keys.resource(connection, txn)))
                .first();
        if (found == null) {
            marks.require(connection, Part.OUTCOMES);
        }
        return Optional.ofNullable(found).map(DirectoryDocuments::outcome);
    }
}
