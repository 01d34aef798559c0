package dev.rollcall.ingest.directory;

import static com.mongodb.client.model.Filters.eq;

import dev.rollcall.event.RequestOutcome;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.topic.Keys;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What became of asynchronous requests, as the directory role projected it. Blocking. */
@Component
public final class Outcomes {

    private final DirectoryCollections collections;

    Outcomes(DirectoryCollections collections) {
        this.collections = collections;
    }

    /** Empty while the request isn't decided, and when it is long ago. */
    public Optional<RequestOutcome> find(String connection, String txn) {
        return Optional.ofNullable(collections
                        .outcomes()
                        .find(eq(DirectoryDocuments.ID, Keys.resource(connection, txn)))
                        .first())
                .map(DirectoryDocuments::outcome);
    }
}
