package dev.rollcall.ingest.directory;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;

import dev.rollcall.event.GroupReference;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.GroupReferences;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Who is in which group, for a page at once. */
@Component
final class Memberships {

    private static final int BATCH = 5_000;

    private final DirectoryCollections collections;
    private final GroupReferences references;

    Memberships(DirectoryCollections collections) {
        this.collections = collections;
        this.references = new GroupReferences(collections);
    }

    /**
     * The ids of the members of each of these groups, in the order of their ids.
     *
     * @param most memberships that are of interest; one more is read to tell that there are more
     */
    Map<String, List<String>> of(String connection, List<String> groups, int most) {
        var members = new HashMap<String, List<String>>();
        if (groups.isEmpty()) {
            return members;
        }
        collections
                .memberships()
                .find(and(eq(DirectoryDocuments.CONNECTION, connection), in(DirectoryDocuments.GROUP, groups)))
                .projection(include(DirectoryDocuments.ID, DirectoryDocuments.GROUP))
                .batchSize(BATCH)
                .limit(most + 1)
                .forEach(document -> {
                    String id = document.getString(DirectoryDocuments.ID);
                    members.computeIfAbsent(document.getString(DirectoryDocuments.GROUP), _ -> new ArrayList<>())
                            .add(id.substring(id.lastIndexOf('/') + 1));
                });
        members.values().forEach(Collections::sort);
        return members;
    }

    /** The groups of each of these users with their names; a user without any isn't in the map. */
    Map<String, List<GroupReference>> references(String connection, Collection<String> users) {
        return references.of(connection, users);
    }
}
