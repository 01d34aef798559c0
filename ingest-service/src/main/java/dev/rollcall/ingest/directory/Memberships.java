package dev.rollcall.ingest.directory;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Projections.include;

import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.StateLoader;
import dev.rollcall.schemas.topic.Keys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Who is in which group, for a page at once. */
@Component
final class Memberships {

    private static final int BATCH = 5_000;

    private final DirectoryCollections collections;
    private final StateLoader loader;

    Memberships(DirectoryCollections collections, StateLoader loader) {
        this.collections = collections;
        this.loader = loader;
    }

    /** @param groups in the order of their ids */
    Map<String, List<String>> of(String connection, List<String> groups, boolean contiguous) {
        var members = new HashMap<String, List<String>>();
        if (!contiguous || groups.size() < 2) {
            groups.forEach(group -> members.put(group, List.copyOf(loader.membersOf(connection, group))));
            return members;
        }
        String last = Keys.membership(connection, groups.getLast(), "");
        collections
                .memberships()
                .find(and(
                        gt(DirectoryDocuments.ID, Keys.membership(connection, groups.getFirst(), "")),
                        // the slash that ends the prefix is followed by 0 in the order
                        lt(DirectoryDocuments.ID, last.substring(0, last.length() - 1) + "0")))
                .projection(include(DirectoryDocuments.ID, DirectoryDocuments.GROUP))
                .batchSize(BATCH)
                .forEach(document -> {
                    String group = document.getString(DirectoryDocuments.GROUP);
                    // what was removed has no group any more
                    if (group != null) {
                        String id = document.getString(DirectoryDocuments.ID);
                        members.computeIfAbsent(group, _ -> new ArrayList<>())
                                .add(id.substring(id.lastIndexOf('/') + 1));
                    }
                });
        return members;
    }

    /** Names the groups of each user, with one query for all names. */
    Map<String, List<GroupReference>> references(String connection, Map<String, Set<String>> groupsOfUsers) {
        var names = names(
                connection,
                groupsOfUsers.values().stream().flatMap(Set::stream).distinct().toList());
        var references = new HashMap<String, List<GroupReference>>();
        groupsOfUsers.forEach((user, groups) -> references.put(
                user,
                groups.stream()
                        .map(group -> new GroupReference(group, names.get(group)))
                        .toList()));
        return references;
    }

    private Map<String, String> names(String connection, Collection<String> groups) {
        var names = new HashMap<String, String>();
        if (groups.isEmpty()) {
            return names;
        }
        List<String> keys =
                groups.stream().map(group -> Keys.resource(connection, group)).toList();
        collections.groups().find(in(DirectoryDocuments.ID, keys)).forEach(document -> {
            GroupState group = DirectoryDocuments.group(document);
            if (group != null) {
                names.put(group.getId(), group.getAttributes().getDisplayName());
            }
        });
        return names;
    }
}
