package dev.rollcall.schemas.directory;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Projections.include;

import dev.rollcall.schemas.decide.Need;
import dev.rollcall.schemas.decide.WorkingSet;
import dev.rollcall.schemas.topic.Keys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Loads what deciding needs from the directory, in bulk: a query per kind of need, not one per need. Blocking. */
public final class StateLoader {

    /** Ids in one query; a larger list is split. */
    private static final int BULK = 5_000;

    /** What tells that something is there, and that the mark is. */
    private static final String[] PRESENCE = {
        DirectoryDocuments.ID, DirectoryDocuments.CONNECTION, Marks.INCARNATION, Marks.COMPLETE
    };

    private final DirectoryCollections collections;
    private final @Nullable Marks marks;

    /** One whose callers see for themselves that the directory is whole. */
    public StateLoader(DirectoryCollections collections) {
        this(collections, null);
    }

    /** @param marks what tells whether the directory is whole; where it isn't, loading fails */
    public StateLoader(DirectoryCollections collections, @Nullable Marks marks) {
        this.collections = collections;
        this.marks = marks;
    }

    /**
     * Loads those of the needs that the working set knows nothing about, and returns them.
     *
     * @throws DirectoryLostException when the directory isn't whole, where marks tell
     */
    public Set<Need> load(Collection<? extends Need> needs, WorkingSet into) {
        Set<Need> missing = load(needs, into, null);
        Marks known = marks;
        if (known != null) {
            missing.stream()
                    .collect(Collectors.groupingBy(Need::connection, Collectors.mapping(Part::of, Collectors.toSet())))
                    .forEach(known::require);
        }
        return missing;
    }

    /**
     * As {@link #load(Collection, WorkingSet)}, but whether the directory is whole is left to who calls.
     *
     * @param sightings where marks are looked for beside what is read by id, which costs no query of its own
     */
    public Set<Need> load(Collection<? extends Need> needs, WorkingSet into, @Nullable Sightings sightings) {
        Set<Need> missing = into.missing(needs);
        // what is read by id comes last of each collection, for a mark tells of what was read before it
        names(of(missing, Need.NameOwner.class), into);
        of(missing, Need.MembersOf.class)
                .forEach(need -> into.loadMembersOf(need, membersOf(need.connection(), need.group())));
        of(missing, Need.GroupsOf.class)
                .forEach(need -> into.loadGroupsOf(need, groupsOf(need.connection(), need.user())));
        users(of(missing, Need.OfUser.class), into, sightings);
        existence(of(missing, Need.Existence.class), into, sightings);
        groups(of(missing, Need.OfGroup.class), into, sightings);
        memberships(of(missing, Need.Membership.class), into, sightings);
        sequences(of(missing, Need.Sequence.class), into, sightings);
        return missing;
    }

    /** The ids of a group's members, in the order of their ids. */
    public Set<String> membersOf(String connection, String group) {
        String prefix = Keys.membership(connection, group, "");
        var users = new LinkedHashSet<String>();
        collections
                .memberships()
                .find(startsWith(prefix))
                .projection(include(DirectoryDocuments.ID, DirectoryDocuments.USER))
                .batchSize(BULK)
                .forEach(document -> {
                    if (document.containsKey(DirectoryDocuments.USER)) {
                        users.add(document.getString(DirectoryDocuments.ID).substring(prefix.length()));
                    }
                });
        return users;
    }

    /** The ids of a user's groups. */
    public Set<String> groupsOf(String connection, String user) {
        return groupsOf(connection, List.of(user)).getOrDefault(user, Set.of());
    }

    /** The ids of the groups of each of these users; a user without any isn't in the map. */
    public Map<String, Set<String>> groupsOf(String connection, Collection<String> users) {
        var groups = new HashMap<String, Set<String>>();
        chunks(users)
                .forEach(some -> collections
                        .memberships()
                        .find(in(
                                DirectoryDocuments.USER,
                                some.stream()
                                        .map(user -> Keys.resource(connection, user))
                                        .toList()))
                        .projection(include(DirectoryDocuments.GROUP, DirectoryDocuments.USER))
                        .forEach(document -> groups.computeIfAbsent(
                                        document.getString(DirectoryDocuments.USER)
                                                .substring(connection.length() + 1),
                                        _ -> new LinkedHashSet<>())
                                .add(document.getString(DirectoryDocuments.GROUP))));
        return groups;
    }

    /** All documents whose {@code _id} starts so; the slash that ends the prefix is followed by 0 in the order. */
    static Bson startsWith(String prefix) {
        return and(
                gt(DirectoryDocuments.ID, prefix),
                lt(DirectoryDocuments.ID, prefix.substring(0, prefix.length() - 1) + "0"));
    }

    private void users(List<Need.OfUser> needs, WorkingSet into, @Nullable Sightings sightings) {
        byId(
                Part.USERS,
                sightings,
                needs,
                Need.OfUser::key,
                (need, document) ->
                        into.loadUser(need.key(), document == null ? null : DirectoryDocuments.user(document)));
    }

    private void groups(List<Need.OfGroup> needs, WorkingSet into, @Nullable Sightings sightings) {
        byId(
                Part.GROUPS,
                sightings,
                needs,
                Need.OfGroup::key,
                (need, document) ->
                        into.loadGroup(need.key(), document == null ? null : DirectoryDocuments.group(document)));
    }

    private void existence(List<Need.Existence> needs, WorkingSet into, @Nullable Sightings sightings) {
        byId(
                Part.USERS,
                sightings,
                needs,
                Need.Existence::key,
                (need, document) -> into.loadExistence(need.key(), isThere(document)),
                PRESENCE);
    }

    private void memberships(List<Need.Membership> needs, WorkingSet into, @Nullable Sightings sightings) {
        byId(
                Part.MEMBERSHIPS,
                sightings,
                needs,
                need -> Keys.membership(need.connection(), need.group(), need.user()),
                (need, document) -> into.loadMembership(need, isThere(document)),
                PRESENCE);
    }

    private void names(List<Need.NameOwner> needs, WorkingSet into) {
        var byConnection = needs.stream().collect(Collectors.groupingBy(Need.NameOwner::connection));
        byConnection.forEach((connection, names) -> {
            var owners = new HashMap<String, String>();
            chunks(names.stream().map(Need.NameOwner::nameKey).toList())
                    .forEach(some -> collections
                            .users()
                            .find(and(
                                    eq(DirectoryDocuments.CONNECTION, connection),
                                    in(DirectoryDocuments.USER_NAME, some)))
                            .projection(include(DirectoryDocuments.ID, DirectoryDocuments.USER_NAME))
                            .forEach(document -> owners.put(
                                    document.getString(DirectoryDocuments.USER_NAME),
                                    document.getString(DirectoryDocuments.ID).substring(connection.length() + 1))));
            names.forEach(need -> into.loadNameOwner(need, owners.get(need.nameKey())));
        });
    }

    private void sequences(List<Need.Sequence> needs, WorkingSet into, @Nullable Sightings sightings) {
        byId(
                Part.SEQUENCES,
                sightings,
                needs,
                Need.Sequence::connection,
                (need, document) -> into.loadSequence(
                        need.connection(), document == null ? 0 : document.getLong(DirectoryDocuments.SEQUENCE)));
    }

    private static boolean isThere(@Nullable Document document) {
        return document != null && document.containsKey(DirectoryDocuments.CONNECTION);
    }

    /** Looks each of the needs up, and holds no more documents at once than one query finds. */
    private <N> void byId(
            Part part,
            @Nullable Sightings sightings,
            List<N> needs,
            Function<N, String> key,
            BiConsumer<N, @Nullable Document> into,
            String... fields) {
        for (List<N> some : chunks(needs)) {
            var ids = new ArrayList<>(some.stream().map(key).toList());
            if (sightings != null) {
                ids.add(sightings.id());
            }
            var query = part.in(collections).find(in(DirectoryDocuments.ID, ids));
            if (fields.length > 0) {
                query.projection(include(fields));
            }
            var found = new HashMap<String, Document>();
            query.forEach(document -> found.put(document.getString(DirectoryDocuments.ID), document));
            if (sightings != null) {
                sightings.add(part, found.get(sightings.id()));
            }
            some.forEach(need -> into.accept(need, found.get(key.apply(need))));
        }
    }

    private static <T> List<List<T>> chunks(Collection<T> all) {
        var list = List.copyOf(all);
        var chunks = new ArrayList<List<T>>();
        for (int from = 0; from < list.size(); from += BULK) {
            chunks.add(list.subList(from, Math.min(list.size(), from + BULK)));
        }
        return chunks;
    }

    private static <N extends Need> List<N> of(Set<Need> needs, Class<N> kind) {
        return needs.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
