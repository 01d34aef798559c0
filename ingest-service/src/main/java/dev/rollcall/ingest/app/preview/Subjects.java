package dev.rollcall.ingest.app.preview;

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
import dev.rollcall.schemas.delivery.ScopedChange;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Finds a user or a group that a preview is about, in the directory and in the ledger. Blocking. */
@Component
final class Subjects {

    private final Directory directory;
    private final People people;
    private final HeldResources held;
    private final Clock clock;

    Subjects(Directory directory, People people, HeldResources held, Clock clock) {
        this.directory = directory;
        this.people = people;
        this.held = held;
        this.clock = clock;
    }

    Subject user(String app, String connection, String asked) {
        UserState user = directory
                .user(connection, asked)
                .or(() -> people.find(connection, asked, asked).flatMap(id -> directory.user(connection, id)))
                .orElseThrow(() -> missing("user"));
        List<GroupReference> groups =
                directory.groupsOf(connection, List.of(user.getId())).getOrDefault(user.getId(), List.of());
        return new Subject(
                Subject.Kind.LATEST,
                user,
                groups,
                groups,
                List::of,
                latest(ResourceType.USER, user.getId(), user.getSequence(), user.getVersion(), connection, user),
                ledger(app, ResourceType.USER, connection, user.getId()));
    }

    Subject group(String app, String connection, String asked) {
        GroupState group = directory
                .group(connection, asked)
                .or(() -> named(connection, asked))
                .orElseThrow(() -> missing("group"));
        Set<String> members = directory.membersOf(connection, group.getId());
        return new Subject(
                Subject.Kind.LATEST,
                group,
                List.of(),
                List.of(),
                () -> members,
                ScopedChange.withMembers(
                        latest(
                                ResourceType.GROUP,
                                group.getId(),
                                group.getSequence(),
                                group.getVersion(),
                                connection,
                                group),
                        members),
                ledger(app, ResourceType.GROUP, connection, group.getId()));
    }

    private Optional<GroupState> named(String connection, String displayName) {
        Set<String> ids = people.groupsNamed(connection, List.of(displayName)).values().stream()
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
        return ids.size() == 1 ? directory.group(connection, ids.iterator().next()) : Optional.empty();
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
        String id = LedgerEntry.id(app, type, connection, resource);
        return held.find(List.of(id)).get(id);
    }

    private static ResponseStatusException missing(String type) {
        return new ResponseStatusException(
                HttpStatus.NOT_FOUND, "There is no such " + type + " in the connection's directory.");
    }
}
