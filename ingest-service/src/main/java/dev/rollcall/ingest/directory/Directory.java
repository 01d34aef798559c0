package dev.rollcall.ingest.directory;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.Need;
import dev.rollcall.schemas.decide.WorkingSet;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.schemas.directory.Part;
import dev.rollcall.schemas.directory.StateLoader;
import dev.rollcall.schemas.topic.Keys;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The users and groups of a connection, as the directory role projected them. Blocking. */
@Component
public final class Directory {

    private final StateLoader loader;
    private final Memberships memberships;
    private final Listing listing;
    private final Marks marks;

    Directory(StateLoader loader, Memberships memberships, Listing listing, Marks marks) {
        this.loader = loader;
        this.memberships = memberships;
        this.listing = listing;
        this.marks = marks;
    }

    /** @throws dev.rollcall.schemas.directory.DirectoryLostException as all that reads, when the directory isn't whole */
    public Optional<UserState> user(String connection, String id) {
        return document(ResourceType.USER, connection, id).map(DirectoryDocuments::user);
    }

    private Optional<Document> document(ResourceType type, String connection, String id) {
        Document found = listing.collection(type).find(byId(connection, id)).first();
        if (found == null) {
            marks.require(connection, type == ResourceType.USER ? Part.USERS : Part.GROUPS);
        }
        return Optional.ofNullable(found);
    }

    /**
     * How the directory has come to have a user as it has it, also for some days after it was deleted.
     *
     * @param sequence of the change
     * @param active null where the user was deleted
     * @param at when it was changed; of one that was deleted, when the directory came to that
     */
    public record Standing(long sequence, @Nullable Boolean active, Instant at) {}

    public Optional<Standing> standing(String connection, String id) {
        return document(ResourceType.USER, connection, id).map(document -> {
            long sequence =
                    document.get(DirectoryDocuments.SEQUENCE, Number.class).longValue();
            UserState user = DirectoryDocuments.user(document);
            return user == null
                    ? new Standing(
                            sequence,
                            null,
                            document.getDate(DirectoryDocuments.DELETED_AT).toInstant())
                    : new Standing(sequence, user.getAttributes().getActive(), user.getLastModified());
        });
    }

    public Optional<GroupState> group(String connection, String id) {
        return document(ResourceType.GROUP, connection, id).map(DirectoryDocuments::group);
    }

    /**
     * A page of what some searches of one connection find, merged in their order.
     *
     * @throws dev.rollcall.schemas.scim.ScimException 400 tooMany where no index narrows a search down enough
     */
    public Page<Resource> list(List<Search> searches, Slice slice, Rendering rendering) {
        Page<Hit> hits = searches.size() == 1
                ? listing.page(searches.getFirst(), slice, rendering)
                : Merged.page(
                        searches.stream()
                                .map(search -> listing.page(search, slice.leading(listing.most()), rendering))
                                .toList(),
                        slice,
                        searches.getFirst().order());
        String connection = searches.getFirst().connection();
        List<Resource> found = resources(connection, hits.resources());
        marks.require(connection, Part.USERS, Part.GROUPS, Part.MEMBERSHIPS);
        return new Page<>(hits.total(), found, hits.next());
    }

    /** How many users or groups a connection has. */
    public long count(String connection, ResourceType type) {
        return listing.collection(type).countDocuments(eq(DirectoryDocuments.CONNECTION, connection));
    }

    /** The ids of a group's members. */
    public Set<String> membersOf(String connection, String group) {
        return loader.membersOf(connection, group);
    }

    /** The ids of the members of each of these groups; a group without any isn't in the map. */
    public Map<String, List<String>> membersOf(String connection, List<String> groups) {
        return memberships.of(connection, groups, Integer.MAX_VALUE - 1);
    }

    /** The user with a userName, prepared as {@link dev.rollcall.schemas.scim.UserNames#key} does. */
    public Optional<UserState> named(String connection, String nameKey) {
        Document found = listing.collection(ResourceType.USER)
                .find(and(eq(DirectoryDocuments.CONNECTION, connection), eq(DirectoryDocuments.USER_NAME, nameKey)))
                .first();
        if (found == null) {
            marks.require(connection, Part.USERS);
        }
        return Optional.ofNullable(found).map(DirectoryDocuments::user);
    }

    /** The ids of a user's groups. */
    public Set<String> groupIdsOf(String connection, String user) {
        return loader.groupsOf(connection, user);
    }

    /** Those of these users who are there. */
    public Set<String> present(String connection, Collection<String> users) {
        var needs = users.stream()
                .map(user -> new Need.Existence(Keys.resource(connection, user)))
                .toList();
        var found = new WorkingSet();
        loader.load(needs, found);
        return users.stream().filter(user -> found.exists(connection, user)).collect(Collectors.toSet());
    }

    /** The groups of each of these users, with their names; a user without any isn't in the map. */
    public Map<String, List<GroupReference>> groupsOf(String connection, Collection<String> users) {
        return memberships.references(connection, users);
    }

    private static Bson byId(String connection, String id) {
        return eq(DirectoryDocuments.ID, Keys.resource(connection, id));
    }

    /** Reads what was found without its document; what is gone by now is left out. */
    private List<Resource> resources(String connection, List<Hit> hits) {
        var documents = new HashMap<String, Document>();
        for (ResourceType type : ResourceType.values()) {
            List<String> missing = hits.stream()
                    .filter(hit -> hit.type() == type && hit.document() == null)
                    .map(hit -> Keys.resource(connection, hit.position().id()))
                    .toList();
            if (!missing.isEmpty()) {
                listing.collection(type)
                        .find(in(DirectoryDocuments.ID, missing))
                        .forEach(document -> documents.put(document.getString(DirectoryDocuments.ID), document));
            }
        }
        return hits.stream()
                .flatMap(hit -> {
                    Document known = hit.document() != null
                            ? hit.document()
                            : documents.get(
                                    Keys.resource(connection, hit.position().id()));
                    return known == null ? Stream.<Resource>empty() : resource(hit.type(), known).stream();
                })
                .toList();
    }

    private static Optional<Resource> resource(ResourceType type, Document document) {
        return switch (type) {
            case USER -> Optional.ofNullable(DirectoryDocuments.user(document)).map(Resource.OfUser::new);
            case GROUP ->
                Optional.ofNullable(DirectoryDocuments.group(document)).map(Resource.OfGroup::new);
            case UNKNOWN -> Optional.empty();
        };
    }
}
