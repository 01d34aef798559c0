package dev.rollcall.sync.gap;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;

import com.mongodb.client.MongoCollection;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.schemas.directory.Part;
import dev.rollcall.schemas.directory.StateLoader;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.sync.delivery.Ledger;
import dev.rollcall.sync.delivery.NewestChange;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What an app missed of a connection: where the directory is further than the ledger, and no change that is there still
 * will tell. Who went comes first, for names have to be free; groups come last, for they need their members.
 */
final class Missed {

    private static final int BULK = 1_000;

    private final DirectoryCollections directory;
    private final Marks marks;
    private final StateLoader loader;
    private final Ledger ledger;
    private final Settings settings;
    private final Erasures erasures;

    Missed(DirectoryCollections directory, Ledger ledger, Settings settings, Erasures erasures) {
        this.directory = directory;
        this.marks = new Marks(directory, () -> true);
        this.loader = new StateLoader(directory);
        this.ledger = ledger;
        this.settings = settings;
        this.erasures = erasures;
    }

    /** All that are found, and how far the directory is with each; see {@link #requireWhole}. */
    Map<String, Long> connections() {
        var connections = new HashMap<String, Long>();
        for (Document document : directory.sequences().find()) {
            Number sequence = document.get(DirectoryDocuments.SEQUENCE, Number.class);
            if (sequence != null) {
                connections.put(document.getString(DirectoryDocuments.ID), sequence.longValue());
            }
        }
        return connections;
    }

    /** @throws IllegalStateException when some of what was found before may be lost */
    void requireWhole() {
        if (!marks.areWhole(Part.values())) {
            throw new IllegalStateException("The directory isn't whole");
        }
    }

    /**
     * @param before how far the directory was before it was read what remains; what is newer and doesn't remain was
     *     written meanwhile
     * @throws RuntimeException when the directory or the ledger can't tell yet
     */
    void each(String app, String connection, long before, Remaining remaining, Consumer<IdentityChange> tell) {
        requireAt(connection, remaining.of(connection).orElse(1L) - 1);
        Map<String, LedgerEntry> users = entries(app, ResourceType.USER, connection);
        Map<String, LedgerEntry> groups = entries(app, ResourceType.GROUP, connection);
        tellGone(users, directory.users(), connection, remaining, tell);
        tellGone(groups, directory.groups(), connection, remaining, tell);
        for (Document document : of(directory.users(), connection)) {
            UserState user = DirectoryDocuments.user(document);
            if (user != null) {
                tellUser(user, users.get(user.getId()), remaining, tell);
            }
        }
        long read = remaining.lastOf(connection).orElse(before);
        for (Document document : of(directory.groups(), connection)) {
            GroupState group = DirectoryDocuments.group(document);
            if (group != null) {
                tellGroup(group, groups.get(group.getId()), read, remaining, tell);
            }
        }
        marks.require(connection, Part.USERS, Part.GROUPS, Part.MEMBERSHIPS);
    }

    private void requireAt(String connection, long sequence) {
        Document newest = directory
                .sequences()
                .find(eq(DirectoryDocuments.ID, connection))
                .first();
        if (sequence > 0 && (newest == null || newest.getLong(DirectoryDocuments.SEQUENCE) < sequence)) {
            throw new IllegalStateException("The directory hasn't come to what is kept of " + connection + " yet");
        }
    }

    private Map<String, LedgerEntry> entries(String app, ResourceType type, String connection) {
        var entries = new HashMap<String, LedgerEntry>();
        ledger.each(app, type, connection, entry -> entries.put(entry.resource(), entry));
        return entries;
    }

    private static Iterable<Document> of(MongoCollection<Document> collection, String connection) {
        return collection.find(eq(DirectoryDocuments.CONNECTION, connection)).batchSize(BULK);
    }

    private void tellGone(
            Map<String, LedgerEntry> known,
            MongoCollection<Document> collection,
            String connection,
            Remaining remaining,
            Consumer<IdentityChange> tell) {
        var gone = new HashMap<>(known);
        collection
                .find(eq(DirectoryDocuments.CONNECTION, connection))
                .projection(include(DirectoryDocuments.ID))
                .batchSize(BULK)
                .forEach(document ->
                        gone.remove(document.getString(DirectoryDocuments.ID).substring(connection.length() + 1)));
        // where it was lost meanwhile, who isn't found isn't gone
        marks.require(connection, Part.USERS, Part.GROUPS);
        Map<String, Long> removals = removals(gone.keySet(), collection, connection);
        long comes = remaining.of(connection).orElse(Long.MAX_VALUE);
        for (LedgerEntry entry : gone.values()) {
            Long went = removals.get(entry.resource());
            long removal = went == null ? entry.sequence() + 1 : Math.max(went, entry.sequence());
            if (!entry.deleted()
                    && isUntold(entry, went)
                    && removal < comes
                    && remaining.of(entry.type(), connection, entry.resource()).isEmpty()) {
                tell.accept(NewestChange.gone(connection, entry.type(), entry.resource(), removal, null)
                        .build());
            }
        }
    }

    /** Whether the app wasn't told that it is gone, and isn't to be left as it is either. */
    private boolean isUntold(LedgerEntry entry, @Nullable Long removal) {
        boolean isNews = removal == null || removal > entry.sequence();
        if (entry.type() != ResourceType.USER) {
            return isNews && !isGivenUp(entry);
        }
        // who is to be forgotten goes, whatever was discarded before
        return erasures.find(entry.connection(), entry.resource()).isPresent()
                ? isNews || isGivenUp(entry)
                : isNews
                        && !isGivenUp(entry)
                        && !isDiscarded(entry.connection(), removal == null ? Long.MAX_VALUE : removal);
    }

    /** The sequences by which resources went, as far as that is known still. */
    private static Map<String, Long> removals(
            Collection<String> resources, MongoCollection<Document> collection, String connection) {
        var removals = new HashMap<String, Long>();
        List<String> keys = resources.stream()
                .map(resource -> Keys.resource(connection, resource))
                .toList();
        for (int at = 0; at < keys.size(); at += BULK) {
            collection
                    .find(in(DirectoryDocuments.ID, keys.subList(at, Math.min(keys.size(), at + BULK))))
                    .projection(include(DirectoryDocuments.SEQUENCE))
                    .forEach(document -> removals.put(
                            document.getString(DirectoryDocuments.ID).substring(connection.length() + 1),
                            document.get(DirectoryDocuments.SEQUENCE, Number.class)
                                    .longValue()));
        }
        return removals;
    }

    /** Discarded with a hold: the app wasn't asked, and is to be left as it is. */
    private static boolean isGivenUp(LedgerEntry entry) {
        return entry.outcome() == DeliveryOutcome.FAILED && entry.attempts() == 0;
    }

    /** Whether somebody may have left by a change that an operator discarded, to leave apps as they are. */
    private boolean isDiscarded(String connection, long sequence) {
        return settings.firstDiscarded(connection)
                .filter(first -> sequence >= first)
                .isPresent();
    }

    private void tellUser(
            UserState user, @Nullable LedgerEntry known, Remaining remaining, Consumer<IdentityChange> tell) {
        // what is newer than the first that is there still comes with a change, be it one that was written just now
        boolean isGoing = !user.getAttributes().getActive();
        if (!(isGoing && isDiscarded(user.getConnection(), user.getSequence()))
                && user.getSequence() > sequence(known)
                && user.getSequence() < remaining.of(user.getConnection()).orElse(Long.MAX_VALUE)
                && remaining
                        .of(ResourceType.USER, user.getConnection(), user.getId())
                        .isEmpty()) {
            tell.accept(entering(NewestChange.of(user)).build());
        }
    }

    /**
     * As of before the first change of it that is there still, or was written since, for that one comes as well: it may
     * say who left.
     */
    private void tellGroup(
            GroupState group,
            @Nullable LedgerEntry known,
            long read,
            Remaining remaining,
            Consumer<IdentityChange> tell) {
        Optional<Remaining.First> first = remaining.of(ResourceType.GROUP, group.getConnection(), group.getId());
        long last = first.map(change -> change.sequence() - 1).orElse(Math.min(group.getSequence(), read));
        if (last <= sequence(known) || first.filter(Remaining.First::isCreation).isPresent()) {
            return;
        }
        List<String> members = loader.membersOf(group.getConnection(), group.getId()).stream()
                .filter(user -> remaining
                        .of(ResourceType.USER, group.getConnection(), user)
                        .filter(Remaining.First::isCreation)
                        .isEmpty())
                .toList();
        List<List<String>> parts = Parts.of(members, last - sequence(known));
        for (int part = 0; part < parts.size(); part++) {
            IdentityChange.Builder change = NewestChange.of(group)
                    .setId("newest-" + group.getId() + '-' + part)
                    .setSequence(last - parts.size() + part + 1)
                    .setMembersAdded(parts.get(part));
            tell.accept((part == 0 ? entering(change) : change.setKind(EventUris.PATCH)).build());
        }
    }

    /** With its whole state, whether the app had an older one or none. */
    private static IdentityChange.Builder entering(IdentityChange.Builder change) {
        return change.setKind(EventUris.FEED_ADD)
                .setAlsoKinds(List.of(EventUris.CREATE))
                .setBefore(null);
    }

    private static long sequence(@Nullable LedgerEntry known) {
        return known == null ? 0 : known.sequence();
    }
}
