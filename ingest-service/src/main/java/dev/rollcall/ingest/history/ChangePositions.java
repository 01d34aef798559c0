package dev.rollcall.ingest.history;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import dev.rollcall.ingest.history.projection.PositionDocuments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/** Finds changes by whom they are about and when they were. Each look-up is a range of one index. Blocking. */
@Component
final class ChangePositions {

    private final MongoCollection<Document> positions;

    ChangePositions(MongoDatabase directoryDatabase) {
        this.positions = PositionDocuments.collection(directoryDatabase);
    }

    /** The newest of a subject up to a sequence. */
    Optional<Position> newest(String connection, String subject, long upTo) {
        return Optional.ofNullable(positions
                        .find(and(
                                eq(PositionDocuments.SUBJECTS, subject),
                                gt(PositionDocuments.ID, connection + '/'),
                                lte(PositionDocuments.ID, PositionDocuments.id(connection, upTo))))
                        .sort(descending(PositionDocuments.ID))
                        .limit(1)
                        .first())
                .map(Position::of);
    }

    /** The oldest of a subject after a sequence. */
    Optional<Position> oldest(String connection, String subject, long after) {
        return Optional.ofNullable(positions
                        .find(after(connection, eq(PositionDocuments.SUBJECTS, subject), after))
                        .sort(ascending(PositionDocuments.ID))
                        .limit(1)
                        .first())
                .map(Position::of);
    }

    /** The connection's newest up to a time; of the same time that with the highest sequence. */
    Optional<Position> newest(String connection, Instant upTo) {
        return Optional.ofNullable(positions
                        .find(and(
                                eq(PositionDocuments.CONNECTION, connection),
                                lte(PositionDocuments.TIME, Date.from(upTo))))
                        .sort(descending(PositionDocuments.TIME, PositionDocuments.ID))
                        .limit(1)
                        .first())
                .map(Position::of);
    }

    /** The oldest that is known of the connection. */
    Optional<Position> oldest(String connection) {
        return Optional.ofNullable(positions
                        .find(and(
                                gt(PositionDocuments.ID, connection + '/'), lt(PositionDocuments.ID, connection + '0')))
                        .sort(ascending(PositionDocuments.ID))
                        .limit(1)
                        .first())
                .map(Position::of);
    }

    /** Those of any of the subjects before a sequence, newest first. */
    List<Position> page(String connection, Collection<String> subjects, long before, int limit) {
        return positions
                .find(and(
                        in(PositionDocuments.SUBJECTS, subjects),
                        gt(PositionDocuments.ID, connection + '/'),
                        lt(PositionDocuments.ID, PositionDocuments.id(connection, before))))
                .sort(descending(PositionDocuments.ID))
                .limit(limit)
                .map(Position::of)
                .into(new ArrayList<>());
    }

    /** Those of a subject after a sequence, newest first. */
    List<Position> since(String connection, String subject, long after, int limit) {
        return positions
                .find(after(connection, eq(PositionDocuments.SUBJECTS, subject), after))
                .sort(descending(PositionDocuments.ID))
                .limit(limit)
                .map(Position::of)
                .into(new ArrayList<>());
    }

    /** Deletions of the connection's users, newest first. */
    List<Position> departures(String connection, int limit) {
        return positions
                .find(eq(PositionDocuments.DEPARTED, connection))
                .sort(descending(PositionDocuments.ID))
                .limit(limit)
                .map(Position::of)
                .into(new ArrayList<>());
    }

    /** Deletions of the connection's users at a time. */
    List<Position> departuresAt(String connection, Instant time) {
        return positions
                .find(and(
                        eq(PositionDocuments.CONNECTION, connection),
                        eq(PositionDocuments.TIME, Date.from(time)),
                        eq(PositionDocuments.DEPARTED, connection)))
                .map(Position::of)
                .into(new ArrayList<>());
    }

    /** The connections in which a change of the resource is known. */
    List<String> connectionsOf(String resource) {
        return positions
                .find(eq(PositionDocuments.SUBJECTS, resource))
                .projection(Projections.include(PositionDocuments.CONNECTION))
                .limit(1)
                .map(document -> document.getString(PositionDocuments.CONNECTION))
                .into(new ArrayList<>());
    }

    private static Bson after(String connection, Bson subject, long after) {
        return and(
                subject,
                gt(PositionDocuments.ID, PositionDocuments.id(connection, after)),
                lt(PositionDocuments.ID, connection + '0'));
    }
}
