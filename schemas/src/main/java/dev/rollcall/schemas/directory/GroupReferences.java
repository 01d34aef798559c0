package dev.rollcall.schemas.directory;

import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;

import dev.rollcall.event.GroupReference;
import dev.rollcall.schemas.topic.Keys;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;

/** The read-only {@code groups} of users (RFC 7643 §4.1.2), for many users with two queries. Blocking. */
public final class GroupReferences {

    private final DirectoryCollections collections;
    private final StateLoader loader;

    public GroupReferences(DirectoryCollections collections) {
        this.collections = collections;
        this.loader = new StateLoader(collections);
    }

    /** The groups that each of these users is a direct member of; a user without any isn't in the map. */
    public Map<String, List<GroupReference>> of(String connection, Collection<String> users) {
        Map<String, Set<String>> groups = loader.groupsOf(connection, users);
        Map<String, String> names =
                names(connection, groups.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
        var references = new HashMap<String, List<GroupReference>>();
        groups.forEach((user, ids) -> references.put(
                user,
                ids.stream()
                        .sorted()
                        .map(id -> new GroupReference(id, names.get(id)))
                        .toList()));
        return references;
    }

    private Map<String, String> names(String connection, Set<String> groups) {
        var names = new HashMap<String, String>();
        if (!groups.isEmpty()) {
            collections
                    .groups()
                    .find(in(
                            DirectoryDocuments.ID,
                            groups.stream()
                                    .map(group -> Keys.resource(connection, group))
                                    .toList()))
                    .projection(include(DirectoryDocuments.STATE + ".attributes.displayName"))
                    .forEach(document -> {
                        String name = document.getEmbedded(
                                List.of(DirectoryDocuments.STATE, "attributes", "displayName"), String.class);
                        if (name != null) {
                            names.put(id(connection, document), name);
                        }
                    });
        }
        return names;
    }

    private static String id(String connection, Document document) {
        return document.getString(DirectoryDocuments.ID).substring(connection.length() + 1);
    }
}
