package dev.rollcall.sync.fanout;

import com.mongodb.client.model.Filters;
import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.DirectoryLostException;
import dev.rollcall.schemas.directory.GroupReferences;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.schemas.directory.Part;
import dev.rollcall.schemas.directory.StateLoader;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.sync.delivery.DirectoryPeople;
import dev.rollcall.sync.delivery.NewestUser;
import dev.rollcall.sync.delivery.Person;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;

/** Users and groups as they are projected. */
final class ProjectedPeople implements DirectoryPeople {

    private final DirectoryCollections collections;
    private final GroupReferences references;
    private final StateLoader loader;
    private final Marks marks;
    private final KnownHolds holds;

    ProjectedPeople(DirectoryCollections collections, KnownHolds holds) {
        this.collections = collections;
        this.holds = holds;
        this.marks = new Marks(collections);
        this.references = new GroupReferences(collections);
        this.loader = new StateLoader(collections);
    }

    @Override
    public boolean isAt(String connection, long sequence) {
        Document newest = collections
                .sequences()
                .find(Filters.eq(DirectoryDocuments.ID, connection))
                .first();
        return newest != null && newest.getLong(DirectoryDocuments.SEQUENCE) >= sequence;
    }

    /** Where users are filled in anew, their holds may be missing. */
    private boolean isWhole(String connection) {
        try {
            marks.require(connection, Part.USERS, Part.HEADCOUNTS);
            return true;
        } catch (DirectoryLostException e) {
            return false;
        }
    }

    @Override
    public Map<String, Person> find(String connection, Collection<String> users) {
        Map<String, List<GroupReference>> groups = references.of(connection, users);
        var people = new HashMap<String, Person>();
        var keys = users.stream().map(user -> Keys.resource(connection, user)).toList();
        for (Document document : collections.users().find(Filters.in(DirectoryDocuments.ID, keys))) {
            UserState user = DirectoryDocuments.user(document);
            if (user != null) {
                people.put(user.getId(), new Person(user, groups.getOrDefault(user.getId(), List.of())));
            }
        }
        marks.require(connection, Part.USERS, Part.GROUPS, Part.MEMBERSHIPS);
        holds.require(connection);
        return people;
    }

    @Override
    public Map<String, NewestUser> newest(String connection, Collection<String> users) {
        var newest = new HashMap<String, NewestUser>();
        var keys = users.stream().map(user -> Keys.resource(connection, user)).toList();
        for (Document document : collections.users().find(Filters.in(DirectoryDocuments.ID, keys))) {
            UserState user = DirectoryDocuments.user(document);
            if (user != null) {
                newest.put(user.getId(), new NewestUser(user, document.getLong(DirectoryDocuments.SEQUENCE)));
            }
        }
        // after the users, for a hold is there before what is held
        holds.first(connection).ifPresent(first -> newest.values().removeIf(user -> user.sequence() >= first));
        return isWhole(connection) ? newest : Map.of();
    }

    @Override
    public Optional<GroupState> group(String connection, String group) {
        Document found = collections
                .groups()
                .find(Filters.eq(DirectoryDocuments.ID, Keys.resource(connection, group)))
                .first();
        marks.require(connection, Part.GROUPS);
        holds.require(connection);
        return Optional.ofNullable(found).map(DirectoryDocuments::group);
    }

    @Override
    public Set<String> members(String connection, String group) {
        Set<String> members = loader.membersOf(connection, group);
        marks.require(connection, Part.MEMBERSHIPS);
        holds.require(connection);
        return members;
    }
}
