package dev.rollcall.ingest.drift;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.ne;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import dev.rollcall.ingest.delivery.projection.LetterDocuments;
import dev.rollcall.ingest.delivery.projection.LetterState;
import dev.rollcall.schemas.drift.Finding;
import dev.rollcall.schemas.drift.FindingCause;
import dev.rollcall.schemas.topic.Keys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.springframework.stereotype.Component;

/** Finds the dead letters that findings are caused by. Blocking. */
@Component
final class OpenLetters {

    private final MongoCollection<Document> letters;

    OpenLetters(MongoDatabase directoryDatabase) {
        this.letters = directoryDatabase.getCollection(LetterDocuments.COLLECTION);
    }

    /** By our id of the resource, the id of its newest letter that isn't resolved. */
    Map<String, String> of(String app, List<Finding> findings) {
        List<String> deliveries = findings.stream()
                .filter(finding -> finding.cause() == FindingCause.DEAD_LETTER)
                .map(Finding::resource)
                .filter(Objects::nonNull)
                .map(resource -> Keys.delivery(app, resource))
                .toList();
        var found = new HashMap<String, String>();
        if (!deliveries.isEmpty()) {
            letters.find(and(
                            in(LetterDocuments.DELIVERY, deliveries),
                            ne(LetterDocuments.STATE, LetterState.RESOLVED.name())))
                    .projection(Projections.include(LetterDocuments.ID, "resource"))
                    .forEach(letter -> found.put(letter.getString("resource"), letter.getString(LetterDocuments.ID)));
        }
        return found;
    }
}
