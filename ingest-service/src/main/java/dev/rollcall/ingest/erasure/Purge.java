package dev.rollcall.ingest.erasure;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import dev.rollcall.event.Erasure;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.delivery.person.AppOfPerson;
import dev.rollcall.ingest.delivery.person.PersonApps;
import dev.rollcall.ingest.delivery.projection.LetterDocuments;
import dev.rollcall.ingest.history.projection.PositionDocuments;
import dev.rollcall.schemas.delivery.EventQueue;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.delivery.ReceiptDocuments;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes a person out of MongoDB, but for the directory's note that there was somebody of this id, which keeps late writes
 * away and goes after some days, and for what apps are yet to be told by. Done twice it does nothing. Blocking.
 */
@Component
final class Purge {

    private static final Bson WITHOUT_TEXTS =
            new Document("$unset", new Document("body", "").append("query", "").append("detail", ""));

    private final MongoDatabase database;
    private final DirectoryCollections directory;
    private final Settings settings;
    private final PersonApps apps;
    private final CallTexts calls;

    Purge(
            MongoDatabase directoryDatabase,
            DirectoryCollections directory,
            Settings settings,
            PersonApps apps,
            CallTexts calls) {
        this.database = directoryDatabase;
        this.apps = apps;
        this.directory = directory;
        this.settings = settings;
        this.calls = calls;
    }

    Purged run(Erasure erasure) {
        var purged = new Purged();
        String connection = erasure.getConnection();
        String user = erasure.getUser();
        changes(connection, user, purged);
        ledger(connection, user, purged);
        deliveries(connection, user, purged);
        directory.generations().forEach(generation -> directory(directory.ofGeneration(generation), erasure, purged));
        purged.gone(
                EventQueue.COLLECTION,
                new EventQueue(database).forgetAllButDeletion(connection, ResourceType.USER, user));
        calls.empty(connection, user, WITHOUT_TEXTS, purged);
        return purged;
    }

    private void changes(String connection, String user, Purged purged) {
        Instant last = last(connection, user);
        for (String topic : List.of(Topics.CHANGES, Topics.REQUESTS, Topics.RESULTS, Topics.USERS, Topics.OUTCOMES)) {
            purged.newest(topic, last);
        }
        purged.gone(
                PositionDocuments.COLLECTION,
                PositionDocuments.collection(database)
                        .deleteMany(
                                and(eq(PositionDocuments.SUBJECTS, user), eq(PositionDocuments.CONNECTION, connection)))
                        .getDeletedCount());
    }

    /** When the newest change of the person was made, at the latest; null where that is longer ago than anything is kept. */
    private @Nullable Instant last(String connection, String user) {
        Document position = PositionDocuments.collection(database)
                .find(eq(PositionDocuments.SUBJECTS, user))
                .sort(new Document(PositionDocuments.ID, -1))
                .limit(1)
                .first();
        if (position != null) {
            return position.getDate(PositionDocuments.TIME).toInstant();
        }
        return Optional.ofNullable(directory
                        .users()
                        .find(eq(DirectoryDocuments.ID, Keys.resource(connection, user)))
                        .first())
                .map(document -> document.getDate(DirectoryDocuments.DELETED_AT))
                .map(Date::toInstant)
                .orElse(null);
    }

    /** Also out of generations that nobody reads: one may be read again, or be kept for long. */
    private static void directory(DirectoryCollections generation, Erasure erasure, Purged purged) {
        String connection = erasure.getConnection();
        String user = erasure.getUser();
        // one that is filled from the log may not have come to the deletion yet
        purged.gone(
                "users",
                generation
                        .users()
                        .deleteMany(and(
                                eq(DirectoryDocuments.ID, Keys.resource(connection, user)),
                                exists(DirectoryDocuments.STATE)))
                        .getDeletedCount());
        purged.gone(
                "outcomes",
                generation
                        .outcomes()
                        .deleteMany(and(
                                eq(DirectoryDocuments.CONNECTION, connection),
                                eq(DirectoryDocuments.STATE + ".resource", user)))
                        .getDeletedCount());
    }

    /**
     * But for where apps have the person that weren't told yet, which may be so where the erasure doesn't wait for them:
     * without that nobody could take the person out of them.
     */
    private void ledger(String connection, String user, Purged purged) {
        Set<String> behind = apps.of(connection, user).stream()
                .flatMap(person -> person.apps().stream())
                .filter(app -> app.state() == AppOfPerson.State.PENDING)
                .map(AppOfPerson::app)
                .collect(Collectors.toSet());
        Map<Boolean, List<String>> ids = settings.apps().stream()
                .map(Settings.Entry::id)
                .collect(Collectors.partitioningBy(
                        behind::contains,
                        Collectors.mapping(
                                app -> LedgerEntry.id(app, ResourceType.USER, connection, user), Collectors.toList())));
        MongoCollection<Document> ledger = database.getCollection(LedgerEntry.COLLECTION);
        purged.gone(
                LedgerEntry.COLLECTION,
                ledger.deleteMany(in("_id", ids.getOrDefault(false, List.of()))).getDeletedCount());
        ledger.updateMany(in("_id", ids.getOrDefault(true, List.of())), Updates.set(LedgerEntry.HASH, null));
    }

    private void deliveries(String connection, String user, Purged purged) {
        Bson about = and(eq("resource", user), eq("connection", connection));
        MongoCollection<Document> receipts = database.getCollection(ReceiptDocuments.COLLECTION);
        MongoCollection<Document> letters = database.getCollection(LetterDocuments.COLLECTION);
        receipts.find(about).forEach(receipt -> purged.newest(Topics.RECEIPTS, time(receipt)));
        letters.find(about).forEach(letter -> {
            purged.newest(Topics.DEAD_LETTERS, time(letter));
            letter.getList(LetterDocuments.RETRIES, Document.class, List.of())
                    .forEach(retry -> purged.newest(Topics.RETRIES, time(retry)));
        });
        purged.gone(ReceiptDocuments.COLLECTION, receipts.deleteMany(about).getDeletedCount());
        purged.gone(LetterDocuments.COLLECTION, letters.deleteMany(about).getDeletedCount());
    }

    private static @Nullable Instant time(Document document) {
        return Optional.ofNullable(document.getDate("time"))
                .map(Date::toInstant)
                .orElse(null);
    }

    /** How many tokens about the person recipients haven't fetched yet; they tell of the deletion, too. */
    long unfetched(String connection, String user) {
        return database.getCollection(EventQueue.COLLECTION)
                .countDocuments(and(eq("connection", connection), eq("resource", user), eq("waits", true)));
    }
}
