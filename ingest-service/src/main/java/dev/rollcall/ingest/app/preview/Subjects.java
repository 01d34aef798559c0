package dev.rollcall.ingest.app.preview;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoDatabase;
import dev.rollcall.event.Cause;
import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.ingest.directory.People;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.delivery.LedgerEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Finds what a preview is about, in the directory, on the topic of changes and in the ledger. Blocking. */
@Component
final class Subjects {

    private final Directory directory;
    private final People people;
    private final RecentChanges changes;
    private final MongoDatabase database;
    private final Clock clock;

    Subjects(Directory directory, People people, RecentChanges changes, MongoDatabase directoryDatabase, Clock clock) {
        this.directory = directory;
        this.people = people;
        this.changes = changes;
        this.database = directoryDatabase;
        this.clock = clock;
    }

    /** @param isAll whether there were no more */
    record Found(List<Subject> subjects, boolean isAll) {}

    Subject user(String app, String connection, String asked) {
        UserState user = directory
                .user(connection, asked)
                .or(() -> people.find(connection, asked, asked).flatMap(id -> directory.user(connection, id)))
                .orElseThrow(() -> missing("user"));
        List<GroupReference> groups =
                directory.groupsOf(connection, List.of(user.getId())).getOrDefault(user.getId(), List.of());
        return new Subject(
                user,
                groups,
                latest(ResourceType.USER, user.getId(), user.getSequence(), user.getVersion(), connection, user),
                true,
                ledger(app, ResourceType.USER, connection, user.getId()));
    }

    Subject group(String app, String connection, String asked) {
        GroupState group = directory
                .group(connection, asked)
                .or(() -> named(connection, asked))
                .orElseThrow(() -> missing("group"));
        return new Subject(
                group,
                List.of(),
                latest(ResourceType.GROUP, group.getId(), group.getSequence(), group.getVersion(), connection, group),
                true,
                ledger(app, ResourceType.GROUP, connection, group.getId()));
    }

    private Optional<GroupState> named(String connection, String displayName) {
        Set<String> ids = people.groupsNamed(connection, List.of(displayName)).values().stream()
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
        return ids.size() == 1 ? directory.group(connection, ids.iterator().next()) : Optional.empty();
    }

    /** Users with the groups that they have now. */
    Found since(String app, String connection, Duration time) {
        RecentChanges.Found found = changes.since(connection, clock.instant().minus(time));
        Set<String> users = found.changes().stream()
                .filter(change -> change.getResourceType() == ResourceType.USER)
                .map(IdentityChange::getResource)
                .collect(Collectors.toSet());
        Map<String, List<GroupReference>> groups = directory.groupsOf(connection, users);
        List<Subject> subjects = found.changes().stream()
                .map(change -> new Subject(
                        change.getAfter(),
                        groups.getOrDefault(change.getResource(), List.of()),
                        change,
                        false,
                        ledger(app, change.getResourceType(), connection, change.getResource())))
                .toList();
        return new Found(subjects, found.isAll());
    }

    /** As if it entered now. */
    private IdentityChange latest(
            ResourceType type, String id, long sequence, long version, String connection, Object state) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return IdentityChange.newBuilder()
                .setId("preview")
                .setConnection(connection)
                .setSequence(sequence)
                .setTime(now)
                .setKind(EventUris.FEED_ADD)
                .setResourceType(type)
                .setResource(id)
                .setVersion(version)
                .setAfter(state)
                .setTxn("preview")
                .setCause(Cause.REQUEST)
                .build();
    }

    private @Nullable LedgerEntry ledger(String app, ResourceType type, String connection, String resource) {
        return Optional.ofNullable(database.getCollection(LedgerEntry.COLLECTION)
                        .find(eq("_id", LedgerEntry.id(app, type, connection, resource)))
                        .first())
                .map(LedgerEntry::from)
                .orElse(null);
    }

    private static ResponseStatusException missing(String type) {
        return new ResponseStatusException(
                HttpStatus.NOT_FOUND, "There is no such " + type + " in the connection's directory.");
    }
}
