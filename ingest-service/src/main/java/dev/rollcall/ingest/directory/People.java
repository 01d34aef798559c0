package dev.rollcall.ingest.directory;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;

import dev.rollcall.event.UserState;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.schemas.directory.Part;
import dev.rollcall.schemas.directory.StateLoader;
import dev.rollcall.schemas.scim.UserNames;
import dev.rollcall.schemas.topic.Keys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The users of a connection as the people who sign in: who is who, and in which groups. By indexes only. Blocking. */
@Component
public final class People {

    private final DirectoryCollections collections;
    private final StateLoader loader;
    private final Directory directory;
    private final Marks marks;

    People(DirectoryCollections collections, StateLoader loader, Directory directory, Marks marks) {
        this.collections = collections;
        this.loader = loader;
        this.directory = directory;
        this.marks = marks;
    }

    /** What the directory says of a user. */
    public enum Presence {
        ACTIVE,
        DEACTIVATED,
        ABSENT
    }

    /**
     * The id of the one user that somebody is: by externalId, which holds the provider's subject, else by userName or
     * e-mail address. Where several users share one, it is nobody's.
     *
     * @param email null where it isn't known
     */
    public Optional<String> find(String connection, String subject, @Nullable String email) {
        Optional<String> bySubject = only(connection, eq(DirectoryDocuments.EXTERNAL_ID, subject));
        if (bySubject.isPresent() || email == null) {
            return bySubject;
        }
        return only(connection, eq(DirectoryDocuments.USER_NAME, UserNames.key(email)))
                .or(() -> only(connection, eq(DirectoryDocuments.EMAILS, UserNames.folded(email))));
    }

    private Optional<String> only(String connection, Bson condition) {
        var ids = new ArrayList<String>();
        collections
                .users()
                .find(and(eq(DirectoryDocuments.CONNECTION, connection), condition))
                .projection(include(DirectoryDocuments.ID))
                .limit(2)
                .forEach(document -> ids.add(id(connection, document.getString(DirectoryDocuments.ID))));
        if (ids.isEmpty()) {
            marks.require(connection, Part.USERS);
        }
        return ids.size() == 1 ? Optional.of(ids.getFirst()) : Optional.empty();
    }

    public Presence presence(String connection, String user) {
        Optional<UserState> found = directory.user(connection, user);
        if (found.isEmpty()) {
            return Presence.ABSENT;
        }
        return found.get().getAttributes().getActive() ? Presence.ACTIVE : Presence.DEACTIVATED;
    }

    /** The ids of the groups that a user is a direct member of. */
    public Set<String> groupsOf(String connection, String user) {
        return loader.groupsOf(connection, user);
    }

    /** The ids of the groups with each of these display names, by the name without case. */
    public Map<String, Set<String>> groupsNamed(String connection, Collection<String> displayNames) {
        var ids = new HashMap<String, Set<String>>();
        List<String> keys =
                displayNames.stream().map(UserNames::folded).distinct().toList();
        if (!keys.isEmpty()) {
            collections
                    .groups()
                    .find(and(eq(DirectoryDocuments.CONNECTION, connection), in(DirectoryDocuments.DISPLAY_NAME, keys)))
                    .projection(include(DirectoryDocuments.ID, DirectoryDocuments.DISPLAY_NAME))
                    .forEach(document -> ids.computeIfAbsent(
                                    document.getString(DirectoryDocuments.DISPLAY_NAME), _ -> new HashSet<>())
                            .add(id(connection, document.getString(DirectoryDocuments.ID))));
        }
        return ids;
    }

    private static String id(String connection, String key) {
        return key.substring(Keys.resource(connection, "").length());
    }
}
