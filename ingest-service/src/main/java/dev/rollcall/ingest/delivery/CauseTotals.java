package dev.rollcall.ingest.delivery;

import static com.mongodb.client.model.Accumulators.max;
import static com.mongodb.client.model.Accumulators.min;
import static com.mongodb.client.model.Accumulators.sum;
import static com.mongodb.client.model.Aggregates.group;
import static com.mongodb.client.model.Aggregates.match;
import static com.mongodb.client.model.Projections.fields;
import static com.mongodb.client.model.Projections.include;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import dev.rollcall.ingest.delivery.projection.LetterDocuments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Letters counted by cause: by the engine, or here where it can't tell the first and last of a group, as FerretDB 1 can't. */
final class CauseTotals {

    private static final int NOT_IMPLEMENTED = 238;

    private static final String COUNT = "count";
    private static final String LAST = "last";

    private final MongoCollection<Document> letters;

    CauseTotals(MongoCollection<Document> letters) {
        this.letters = letters;
    }

    record Cause(
            @Nullable String app,
            @Nullable String fault,
            @Nullable String code) {

        static Cause of(Document letter) {
            return new Cause(
                    letter.getString("app"),
                    letter.getString(LetterDocuments.FAULT),
                    letter.getString(LetterDocuments.CODE));
        }
    }

    record Total(Cause cause, long count, Instant first, Instant last) {

        private Total plus(Total other) {
            return new Total(
                    cause,
                    count + other.count,
                    first.isBefore(other.first) ? first : other.first,
                    last.isAfter(other.last) ? last : other.last);
        }
    }

    Collection<Total> of(Bson condition) {
        try {
            return counted(condition);
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != NOT_IMPLEMENTED) {
                throw e;
            }
            return countedHere(condition);
        }
    }

    private List<Total> counted(Bson condition) {
        var key = new Document("app", "$app")
                .append(LetterDocuments.FAULT, '$' + LetterDocuments.FAULT)
                .append(LetterDocuments.CODE, '$' + LetterDocuments.CODE);
        return letters.aggregate(List.of(
                        match(condition),
                        group(
                                key,
                                sum(COUNT, 1L),
                                min(LetterDocuments.FIRST, '$' + LetterDocuments.FIRST),
                                max(LAST, '$' + LetterDocuments.TIME))))
                .map(found -> new Total(
                        Cause.of(found.get("_id", Document.class)),
                        found.get(COUNT, Number.class).longValue(),
                        found.getDate(LetterDocuments.FIRST).toInstant(),
                        found.getDate(LAST).toInstant()))
                .into(new ArrayList<>());
    }

    private Collection<Total> countedHere(Bson condition) {
        Map<Cause, Total> totals = new HashMap<>();
        for (Document letter : letters.find(condition)
                .projection(fields(include(
                        "app",
                        LetterDocuments.FAULT,
                        LetterDocuments.CODE,
                        LetterDocuments.FIRST,
                        LetterDocuments.TIME)))) {
            Cause cause = Cause.of(letter);
            totals.merge(
                    cause,
                    new Total(
                            cause,
                            1,
                            letter.getDate(LetterDocuments.FIRST).toInstant(),
                            letter.getDate(LetterDocuments.TIME).toInstant()),
                    Total::plus);
        }
        return totals.values();
    }
}
