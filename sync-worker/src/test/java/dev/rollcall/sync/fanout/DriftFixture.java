package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.Reconciliation;
import dev.rollcall.event.ReconciliationRepair;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.Setting;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.schemas.drift.DriftRun;
import dev.rollcall.schemas.drift.Finding;
import dev.rollcall.schemas.scope.Mapping;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Addressee;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.target.ScimTarget;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import org.springframework.data.mongodb.core.MongoTemplate;

/** Wishes for reconciliations of one app, as the ingest service makes them, and what comes of them. */
final class DriftFixture {

    private static final int PARTITIONS = 3;

    private final TestWorker worker;
    private final String app;
    private final Instant requested = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    DriftFixture(TestWorker worker, String app) {
        this.worker = worker;
        this.app = app;
    }

    Reconciliation begin() {
        return save(Reconciliation.newBuilder()
                .setRun(requested.toEpochMilli() + "-" + UUID.randomUUID())
                .setRequested(requested)
                .setOperator("admin-token")
                .build());
    }

    Reconciliation cancel(Reconciliation wish) {
        return save(Reconciliation.newBuilder(wish).setCancelled(true).build());
    }

    Reconciliation repair(Reconciliation wish, List<String> kinds, List<String> findings) {
        return save(Reconciliation.newBuilder(wish)
                .setRepair(ReconciliationRepair.newBuilder()
                        .setId("repair-" + UUID.randomUUID())
                        .setRequested(requested)
                        .setKinds(kinds)
                        .setFindings(findings)
                        .setOperator("admin-token")
                        .setReason("Somebody changed it there")
                        .build())
                .build());
    }

    private Reconciliation save(Reconciliation wish) {
        worker.settings.save(Setting.newBuilder()
                .setId(Settings.reconciliationKey(app))
                .setCreated(requested)
                .setTime(requested)
                .setReconciliation(wish)
                .build());
        return wish;
    }

    /** The run, once it is over. */
    DriftRun awaitEnd(Reconciliation wish) {
        await().until(() -> find(wish).filter(run -> run.state().isOver()).isPresent());
        return find(wish).orElseThrow();
    }

    /** The repair, once it is over. */
    DriftRun.Repair awaitRepair(Reconciliation wish) {
        await().until(() -> find(wish)
                .map(DriftRun::repair)
                .filter(repair -> repair.id().equals(wish.getRepair().getId()))
                .filter(repair -> repair.state().isOver())
                .isPresent());
        return find(wish).map(DriftRun::repair).orElseThrow();
    }

    Optional<DriftRun> find(Reconciliation wish) {
        return Optional.ofNullable(database()
                        .getCollection(DriftRun.COLLECTION)
                        .find(Filters.eq("_id", wish.getRun()))
                        .first())
                .map(DriftRun::from);
    }

    List<Finding> findings(Reconciliation wish) {
        return database()
                .getCollection(Finding.COLLECTION)
                .find(Filters.eq(Finding.RUN, wish.getRun()))
                .map(Finding::from)
                .into(new ArrayList<>());
    }

    List<DeliveryRetry> retries() {
        var retries = new ArrayList<DeliveryRetry>();
        worker.topics.each(Topics.RETRIES, record -> {
            DeliveryRetry retry = worker.topics.decode(Topics.RETRIES, record.value(), DeliveryRetry.class);
            if (retry.getApp().equals(app)) {
                assertThat(record.headers()).contains(Addressee.header(app));
                retries.add(retry);
            }
        });
        return retries;
    }

    /** Puts users into the directory, the ledger and the target as if they had been delivered. */
    void settle(String connection, List<IdentityChange> changes, ScimTarget target) {
        var users = new ArrayList<Document>();
        var entries = new ArrayList<Document>();
        for (IdentityChange change : changes) {
            UserState user = (UserState) change.getAfter();
            users.add(DirectoryDocuments.of(new StateWrite.OfUser(user), Instant.now()));
            entries.add(LedgerEntry.none(app, ResourceType.USER, connection, user.getId())
                    .linked("r-" + user.getId(), null)
                    .settled(change.getSequence(), DeliveryOutcome.DELIVERED, 1, 201, Instant.now())
                    .toDocument());
            target.seed("r-" + user.getId(), Mapping.NONE.content(user, List.of()));
        }
        var directory = new DirectoryCollections(database());
        directory.users().insertMany(users);
        database().getCollection(LedgerEntry.COLLECTION).insertMany(entries);
        directory
                .sequences()
                .replaceOne(
                        Filters.eq("_id", connection),
                        new Document("_id", connection).append(DirectoryDocuments.SEQUENCE, (long) changes.size()),
                        new ReplaceOptions().upsert(true));
    }

    /** Says that the directory is whole, as the directory role does. */
    void markWhole() {
        beginDirectory();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            marks().complete(partition, "whole");
        }
    }

    /** Takes these resources out of a directory that is being filled. */
    void losePartly(String connection, List<String> users, List<String> groups) {
        beginDirectory();
        var directory = new DirectoryCollections(database());
        users.forEach(user -> directory.users().deleteOne(Filters.eq("_id", Keys.resource(connection, user))));
        groups.forEach(group -> directory.groups().deleteOne(Filters.eq("_id", Keys.resource(connection, group))));
    }

    /** Says nothing of the directory any more, as before a directory role has been there. */
    void unmark() {
        var directory = new DirectoryCollections(database());
        Stream.of(
                        directory.users(),
                        directory.groups(),
                        directory.memberships(),
                        directory.outcomes(),
                        directory.sequences(),
                        directory.headcounts())
                .forEach(collection -> collection.deleteMany(Filters.gte("_id", "~")));
    }

    private void beginDirectory() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            marks().begin(partition, PARTITIONS, "whole");
        }
    }

    private Marks marks() {
        return new Marks(new DirectoryCollections(database()));
    }

    MongoDatabase database() {
        return worker.bean(MongoTemplate.class).getDb();
    }
}
