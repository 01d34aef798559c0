package dev.rollcall.sync.fanout;

import com.mongodb.client.model.Filters;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.schemas.directory.Part;
import dev.rollcall.schemas.directory.StateLoader;
import dev.rollcall.sync.delivery.DirectoryGroups;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;

/** Memberships as they are projected. */
final class ProjectedGroups implements DirectoryGroups {

    private final DirectoryCollections collections;
    private final StateLoader loader;
    private final Marks marks;
    private final KnownHolds holds;

    ProjectedGroups(DirectoryCollections collections, KnownHolds holds) {
        this.collections = collections;
        this.marks = new Marks(collections);
        this.holds = holds;
        this.loader = new StateLoader(collections);
    }

    @Override
    public Optional<Set<String>> of(String connection, String user, long sequence) {
        Document newest = collections
                .sequences()
                .find(Filters.eq(DirectoryDocuments.ID, connection))
                .first();
        boolean isBehind = newest == null || newest.getLong(DirectoryDocuments.SEQUENCE) < sequence;
        if (isBehind) {
            return Optional.empty();
        }
        Set<String> groups = loader.groupsOf(connection, user);
        marks.require(connection, Part.MEMBERSHIPS);
        holds.require(connection);
        return Optional.of(groups);
    }
}
