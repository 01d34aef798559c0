package dev.rollcall.sync.drift;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.StateLoader;
import dev.rollcall.schemas.scim.UserNames;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.sync.app.App;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The directory as far as an app follows it. Blocking. */
final class Directory {

    private static final int CHUNK = 500;

    private final DirectoryCollections collections;
    private final StateLoader loader;
    private final Wholeness whole;
    private final List<String> connections;

    Directory(App app, DirectoryCollections collections, Wholeness whole) {
        this.collections = collections;
        this.loader = new StateLoader(collections);
        this.whole = whole;
        this.connections =
                whole.look(this::all).stream().filter(app::follows).sorted().toList();
    }

    private List<String> all() {
        return collections
                .sequences()
                .find(exists(DirectoryDocuments.SEQUENCE))
                .map(document -> document.getString(DirectoryDocuments.ID))
                .into(new ArrayList<>());
    }

    /** Those that the app follows, and that there was ever anything of. */
    List<String> connections() {
        return connections;
    }

    /** Takes some resources at a time. */
    interface Taker {

        void take(List<Ours> some) throws InterruptedException;
    }

    /** Goes through all resources of a type that are there. */
    void each(ResourceType type, Taker taker) throws InterruptedException {
        for (String connection : connections) {
            String last = "";
            List<Ours> some;
            do {
                some = after(type, connection, last);
                if (!some.isEmpty()) {
                    taker.take(some);
                    last = some.getLast().key();
                }
            } while (!some.isEmpty());
        }
    }

    private List<Ours> after(ResourceType type, String connection, String key) {
        return whole.look(() -> of(type).find(
                        and(eq(DirectoryDocuments.CONNECTION, connection), gt(DirectoryDocuments.ID, key)))
                .projection(Projections.include(DirectoryDocuments.ID))
                .sort(Sorts.ascending(DirectoryDocuments.ID))
                .limit(CHUNK)
                .map(document -> ours(type, document))
                .into(new ArrayList<>()));
    }

    /** The resource with this id that is there. */
    Optional<Ours> byId(ResourceType type, String id) {
        return first(
                type,
                in(
                        DirectoryDocuments.ID,
                        connections.stream()
                                .map(connection -> Keys.resource(connection, id))
                                .toList()));
    }

    /** A user by userName, or a group by displayName. */
    Optional<Ours> byName(ResourceType type, String name) {
        return first(
                type,
                type == ResourceType.USER
                        ? eq(DirectoryDocuments.USER_NAME, UserNames.key(name))
                        : eq(DirectoryDocuments.DISPLAY_NAME, UserNames.folded(name)));
    }

    private Optional<Ours> first(ResourceType type, Bson filter) {
        return whole.look(() -> Optional.ofNullable(
                        of(type).find(and(in(DirectoryDocuments.CONNECTION, connections), filter))
                                .projection(Projections.include(DirectoryDocuments.ID))
                                .first())
                .map(document -> ours(type, document)));
    }

    /** Our ids of a group's members. */
    Set<String> members(Ours group) {
        return whole.look(() -> loader.membersOf(group.connection(), group.id()));
    }

    /** Our ids of a user's groups. */
    Set<String> groups(Ours user) {
        return whole.look(() -> loader.groupsOf(user.connection(), user.id()));
    }

    private MongoCollection<Document> of(ResourceType type) {
        return type == ResourceType.USER ? collections.users() : collections.groups();
    }

    private static Ours ours(ResourceType type, Document document) {
        String key = document.getString(DirectoryDocuments.ID);
        String connection = Keys.connectionOf(key);
        return new Ours(type, connection, key.substring(connection.length() + 1));
    }
}
