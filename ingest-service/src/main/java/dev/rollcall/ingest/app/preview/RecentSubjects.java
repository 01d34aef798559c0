package dev.rollcall.ingest.app.preview;

import dev.rollcall.event.GroupReference;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.delivery.ScopedChange;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What changed of late, in the order of the changes; users with the groups that they had then. Where an app looks at
 * memberships, a group's change comes after the users whom it concerns. Blocking.
 */
@Component
final class RecentSubjects {

    private static final int MOST = 500;

    private final Directory directory;
    private final RecentChanges changes;
    private final HeldResources held;
    private final Clock clock;

    RecentSubjects(Directory directory, RecentChanges changes, HeldResources held, Clock clock) {
        this.directory = directory;
        this.changes = changes;
        this.held = held;
        this.clock = clock;
    }

    /** @param isAll whether there were no more */
    record Found(List<Subject> subjects, boolean isAll) {}

    /** @param resource the user or group that is wanted; null for all */
    Found since(Rules rules, String connection, Duration time, @Nullable String resource) {
        RecentChanges.Found found =
                changes.since(connection, clock.instant().minus(time), change -> isWanted(rules, change, resource));
        List<Subject> subjects = subjects(rules, connection, found.changes(), resource);
        return new Found(
                subjects.subList(0, Math.min(subjects.size(), MOST)), found.isAll() && subjects.size() <= MOST);
    }

    private boolean isWanted(Rules rules, IdentityChange change, @Nullable String resource) {
        if (rules.isScim() && isOutcome(change)) {
            return false;
        }
        return resource == null
                || change.getResource().equals(resource)
                || affected(rules, change).contains(resource);
    }

    private Set<String> affected(Rules rules, IdentityChange change) {
        return rules.looksAtMemberships() && change.getResourceType() == ResourceType.GROUP
                ? ScopedChange.affected(change, () -> membersOf(change))
                : Set.of();
    }

    private Set<String> membersOf(IdentityChange group) {
        return directory.membersOf(group.getConnection(), group.getResource());
    }

    private List<Subject> subjects(
            Rules rules, String connection, List<IdentityChange> changes, @Nullable String resource) {
        Map<IdentityChange, Set<String>> affected = new IdentityHashMap<>();
        changes.forEach(change -> affected.put(change, wanted(affected(rules, change), resource)));
        Hindsight then = new Hindsight(
                directory.groupsOf(connection, users(changes, affected.values())),
                user -> directory.user(connection, user));
        Map<String, LedgerEntry> ledger = held.find(ledgerIds(rules.id(), changes, affected));
        var subjects = new ArrayDeque<Subject>();
        for (IdentityChange change : changes.reversed()) {
            Set<String> users = affected.getOrDefault(change, Set.of());
            List<GroupReference> groups = then.groups(change.getResource());
            if (resource == null || change.getResource().equals(resource)) {
                subjects.addFirst(new Subject(
                        isOutcome(change) ? Subject.Kind.OUTCOME : Subject.Kind.CHANGE,
                        change.getAfter(),
                        groups,
                        groups,
                        () -> membersOf(change),
                        change,
                        ledger.get(ledgerId(rules.id(), change.getResourceType(), change, change.getResource()))));
            }
            Map<String, List<GroupReference>> after = new HashMap<>();
            users.forEach(user -> after.put(user, then.groups(user)));
            then.undo(change, users);
            for (String user : users) {
                then.user(user)
                        .map(state -> new Subject(
                                Subject.Kind.DERIVED,
                                state,
                                after.getOrDefault(user, List.of()),
                                then.groups(user),
                                List::of,
                                ScopedChange.ofUser(change, state),
                                ledger.get(ledgerId(rules.id(), ResourceType.USER, change, user))))
                        .ifPresent(subjects::addFirst);
            }
        }
        return List.copyOf(subjects);
    }

    private static Set<String> wanted(Set<String> users, @Nullable String resource) {
        return users.stream()
                .filter(user -> resource == null || resource.equals(user))
                .limit(MOST)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<String> users(List<IdentityChange> changes, Collection<Set<String>> affected) {
        return Stream.concat(
                        changes.stream()
                                .filter(change -> change.getResourceType() == ResourceType.USER)
                                .map(IdentityChange::getResource),
                        affected.stream().flatMap(Set::stream))
                .collect(Collectors.toSet());
    }

    private static Set<String> ledgerIds(
            String app, List<IdentityChange> changes, Map<IdentityChange, Set<String>> affected) {
        var ids = new HashSet<String>();
        changes.forEach(change -> {
            ids.add(ledgerId(app, change.getResourceType(), change, change.getResource()));
            affected.getOrDefault(change, Set.of())
                    .forEach(user -> ids.add(ledgerId(app, ResourceType.USER, change, user)));
        });
        return ids;
    }

    private static String ledgerId(String app, ResourceType type, IdentityChange change, String resource) {
        return LedgerEntry.id(app, type, change.getConnection(), resource);
    }

    private static boolean isOutcome(IdentityChange change) {
        return change.getKind().equals(EventUris.ASYNC_RESPONSE);
    }
}
