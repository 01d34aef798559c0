package dev.rollcall.ingest.directory;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.client.MongoCollection;
import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.FilterQuery;
import dev.rollcall.schemas.directory.StateLoader;
import dev.rollcall.schemas.topic.Keys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The users and groups of a connection, as the directory role projected them. Blocking. */
@Component
public final class Directory {

    private final DirectoryCollections collections;
    private final StateLoader loader;
    private final Memberships memberships;

    Directory(DirectoryCollections collections, StateLoader loader, Memberships memberships) {
        this.collections = collections;
        this.loader = loader;
        this.memberships = memberships;
    }

    public Optional<UserState> user(String connection, String id) {
        return Optional.ofNullable(
                        collections.users().find(byId(connection, id)).first())
                .map(DirectoryDocuments::user);
    }

    public Optional<GroupState> group(String connection, String id) {
        return Optional.ofNullable(
                        collections.groups().find(byId(connection, id)).first())
                .map(DirectoryDocuments::group);
    }

    /**
     * A page of users in the order of their ids.
     *
     * @param filter of RFC 7644 §3.4.2.2; null for all
     */
    public Page<UserState> users(String connection, @Nullable String filter, Window window) {
        return page(
                collections.users(), query(ResourceType.USER, connection, filter), window, DirectoryDocuments::user);
    }

    /** A page of groups in the order of their ids, without members; see {@link #users}. */
    public Page<GroupState> groups(String connection, @Nullable String filter, Window window) {
        return page(
                collections.groups(), query(ResourceType.GROUP, connection, filter), window, DirectoryDocuments::group);
    }

    /** The ids of a group's members. */
    public Set<String> membersOf(String connection, String group) {
        return loader.membersOf(connection, group);
    }

    /**
     * The ids of the members of each of these groups.
     *
     * @param contiguous whether no other group's id lies between theirs, so that one range holds them all
     */
    public Map<String, List<String>> membersOf(String connection, List<String> groups, boolean contiguous) {
        return memberships.of(connection, groups, contiguous);
    }

    /** The groups of each of these users, with their names; a user without any isn't in the map. */
    public Map<String, List<GroupReference>> groupsOf(String connection, Collection<String> users) {
        return memberships.references(connection, loader.groupsOf(connection, users));
    }

    /** References to these groups, with their names. */
    public List<GroupReference> references(String connection, Set<String> groups) {
        return memberships.references(connection, Map.of("", groups)).getOrDefault("", List.of());
    }

    private static Bson byId(String connection, String id) {
        return eq(DirectoryDocuments.ID, Keys.resource(connection, id));
    }

    private static Bson query(ResourceType type, String connection, @Nullable String filter) {
        return filter == null ? FilterQuery.all(connection) : FilterQuery.of(type, connection, filter);
    }

    private static <T> Page<T> page(
            MongoCollection<Document> collection, Bson query, Window window, Function<Document, @Nullable T> state) {
        var found = new ArrayList<T>();
        if (window.count() > 0) {
            collection
                    .find(query)
                    .sort(ascending(DirectoryDocuments.ID))
                    .skip(window.skip())
                    .limit(window.count())
                    .forEach(document -> {
                        T one = state.apply(document);
                        if (one != null) {
                            found.add(one);
                        }
                    });
        }
        // a page that isn't full tells the total; else it must be counted
        boolean isLast = found.size() < window.count() && (window.skip() == 0 || !found.isEmpty());
        long total = isLast ? window.skip() + found.size() : collection.countDocuments(query);
        return new Page<>(total, List.copyOf(found));
    }
}
