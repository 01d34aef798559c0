package dev.rollcall.sync.drift;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.GroupReferences;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.scope.MappingException;
import dev.rollcall.sync.delivery.Expectation;
import dev.rollcall.sync.delivery.Expectation.Expected;
import dev.rollcall.sync.delivery.Person;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Reads what we know of resources for one app, many at a time. Blocking. */
final class FactsReader {

    private final String app;
    private final Expectation expectation;
    private final DirectoryCollections directory;
    private final GroupReferences references;
    private final MongoCollection<Document> ledger;
    private final Erasures erasures;
    private final Wholeness whole;

    /** @param erasures whoever was forgotten counts as not being there, whatever the directory has */
    FactsReader(
            String app, Expectation expectation, DirectoryCollections directory, Erasures erasures, Wholeness whole) {
        this.app = app;
        this.expectation = expectation;
        this.directory = directory;
        this.references = new GroupReferences(directory);
        this.ledger = directory.database().getCollection(LedgerEntry.COLLECTION);
        this.erasures = erasures;
        this.whole = whole;
    }

    /** Of every one of these, in their order. */
    Map<Ours, Facts> of(Collection<Ours> wanted) {
        return wanted.isEmpty() ? Map.of() : whole.look(() -> find(wanted));
    }

    private Map<Ours, Facts> find(Collection<Ours> wanted) {
        Map<String, LedgerEntry> entries =
                findEntries(wanted.stream().map(ours -> ours.ledgerId(app)).toList());
        Map<Ours, Object> states = states(wanted);
        Map<Ours, List<GroupReference>> groups = expectation.looksAtMemberships() ? groups(states.keySet()) : Map.of();
        var facts = new LinkedHashMap<Ours, Facts>();
        wanted.forEach(ours -> facts.put(
                ours,
                facts(ours, entries.get(ours.ledgerId(app)), states.get(ours), groups.getOrDefault(ours, List.of()))));
        return facts;
    }

    private Facts facts(
            Ours ours, @Nullable LedgerEntry entry, @Nullable Object state, List<GroupReference> memberships) {
        try {
            Optional<Expected> expected = switch (state) {
                case UserState user -> expectation.of(new Person(user, memberships));
                case GroupState group -> expectation.of(group);
                case null, default -> Optional.empty();
            };
            return new Facts(ours, entry, state, expected.orElse(null), false);
        } catch (MappingException e) {
            return new Facts(ours, entry, state, null, true);
        }
    }

    private Map<Ours, Object> states(Collection<Ours> wanted) {
        var states = new HashMap<Ours, Object>();
        Map<ResourceType, Map<String, Ours>> byType = wanted.stream()
                .collect(Collectors.groupingBy(Ours::type, Collectors.toMap(Ours::key, ours -> ours, (one, _) -> one)));
        find(directory.users(), byType.getOrDefault(ResourceType.USER, Map.of()), states);
        find(directory.groups(), byType.getOrDefault(ResourceType.GROUP, Map.of()), states);
        return states;
    }

    private void find(MongoCollection<Document> collection, Map<String, Ours> byKey, Map<Ours, Object> into) {
        if (byKey.isEmpty()) {
            return;
        }
        for (Document document : collection.find(Filters.in(DirectoryDocuments.ID, byKey.keySet()))) {
            Ours ours = byKey.get(document.getString(DirectoryDocuments.ID));
            if (ours != null && !isErased(ours)) {
                Object state = ours.type() == ResourceType.USER
                        ? DirectoryDocuments.user(document)
                        : DirectoryDocuments.group(document);
                if (state != null) {
                    into.put(ours, state);
                }
            }
        }
    }

    private boolean isErased(Ours ours) {
        return ours.type() == ResourceType.USER && erasures.isErased(ours.connection(), ours.id());
    }

    private Map<Ours, List<GroupReference>> groups(Collection<Ours> there) {
        var groups = new HashMap<Ours, List<GroupReference>>();
        there.stream()
                .filter(ours -> ours.type() == ResourceType.USER)
                .collect(Collectors.groupingBy(Ours::connection))
                .forEach((connection, users) -> {
                    Map<String, List<GroupReference>> found = references.of(
                            connection, users.stream().map(Ours::id).toList());
                    users.forEach(user -> groups.put(user, found.getOrDefault(user.id(), List.of())));
                });
        return groups;
    }

    /** Entries of the ledger by their ids. */
    Map<String, LedgerEntry> entries(Collection<String> ids) {
        return ids.isEmpty() ? Map.of() : whole.look(() -> findEntries(ids));
    }

    private Map<String, LedgerEntry> findEntries(Collection<String> ids) {
        var entries = new HashMap<String, LedgerEntry>();
        ledger.find(Filters.in("_id", ids)).map(LedgerEntry::from).forEach(entry -> entries.put(entry.id(), entry));
        return entries;
    }

    /** By the app's ids: the entry that a resource there stands for, or that it stood for last. */
    Map<String, LedgerEntry> counterparts(ResourceType type, Collection<String> remoteIds) {
        return remoteIds.isEmpty() ? Map.of() : whole.look(() -> findCounterparts(type, remoteIds));
    }

    private Map<String, LedgerEntry> findCounterparts(ResourceType type, Collection<String> remoteIds) {
        var entries = new HashMap<String, LedgerEntry>();
        ledger.find(Filters.and(Filters.eq(LedgerEntry.APP, app), Filters.in(LedgerEntry.REMOTE_ID, remoteIds)))
                .map(LedgerEntry::from)
                .forEach(entry -> {
                    // one that is to be removed is a stranger until a delivery of that has ended
                    if (entry.type() == type && !(entry.sequence() == 0 && Repairs.isOfStranger(entry))) {
                        entries.merge(
                                String.valueOf(entry.remoteId()),
                                entry,
                                (one, other) -> other.isLinked() ? other : one);
                    }
                });
        return entries;
    }
}
