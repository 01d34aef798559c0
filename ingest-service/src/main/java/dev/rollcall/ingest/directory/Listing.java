package dev.rollcall.ingest.directory;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.DirectoryIndexes;
import dev.rollcall.schemas.directory.QueryPlan;
import dev.rollcall.schemas.directory.QueryPlan.Candidates;
import dev.rollcall.schemas.directory.StateLoader;
import dev.rollcall.schemas.directory.StateProjection;
import dev.rollcall.schemas.query.AttributePath;
import dev.rollcall.schemas.query.Position;
import dev.rollcall.schemas.topic.Keys;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds what a search selects: in the order of an index where one has it, else by looking at the candidates. */
@Component
final class Listing {

    private static final int CHUNK = 1_000;

    private final DirectoryCollections collections;
    private final StateLoader loader;
    private final Memberships memberships;
    private final QueryProperties properties;

    Listing(DirectoryCollections collections, StateLoader loader, Memberships memberships, QueryProperties properties) {
        this.collections = collections;
        this.loader = loader;
        this.memberships = memberships;
        this.properties = properties;
    }

    /** How many resources one query may read. */
    int most() {
        return properties.maxExamined();
    }

    Page<Hit> page(Search search, Slice slice, Rendering rendering) {
        var indexes = new DirectoryIndexes(search.type(), search.connection());
        QueryPlan plan = QueryPlan.of(indexes, search.filter());
        AttributePath path = search.order().path();
        if (plan.rest() == null && path == null) {
            return plan.candidates() instanceof Candidates.MembersOf members
                    ? members(search, members).page(slice)
                    : list(search, query(search, plan.candidates()), null, false)
                            .page(slice);
        }
        if (plan.rest() == null && path != null && plan.candidates() instanceof Candidates.All) {
            Optional<String> field = indexes.sortField(path);
            if (field.isPresent()) {
                return list(search, connection(search), field.get(), indexes.isOptional(path))
                        .page(slice);
            }
        }
        return examine(search, plan, slice, rendering);
    }

    private Page<Hit> examine(Search search, QueryPlan plan, Slice slice, Rendering rendering) {
        Set<String> attributes = attributes(search, plan);
        var examination = new Examination(
                search,
                plan.rest(),
                rendering,
                memberships,
                attributes.contains(search.type() == ResourceType.USER ? "groups" : "members"),
                properties.maxExamined());
        Bson projection = StateProjection.of(search.type(), attributes);
        @Nullable Position after = search.order().path() == null ? slice.after() : null;
        if (plan.candidates() instanceof Candidates.MembersOf members) {
            var users = new Chunks(
                    members(search, members).users(after),
                    CHUNK,
                    ids -> collections
                            .users()
                            .find(and(connection(search), in(DirectoryDocuments.ID, keys(search, ids))))
                            .projection(projection)
                            .sort(sort(search)));
            return examination.page(users, slice);
        }
        Bson query = after == null
                ? query(search, plan.candidates())
                : and(query(search, plan.candidates()), beyond(search, after));
        try (MongoCursor<Document> candidates = collection(search.type())
                .find(and(query, within(search)))
                .projection(projection)
                .sort(sort(search))
                .batchSize(CHUNK)
                .limit(properties.maxExamined() + 1)
                .cursor()) {
            return examination.page(candidates, slice);
        }
    }

    private static Set<String> attributes(Search search, QueryPlan plan) {
        var attributes = new HashSet<String>();
        if (plan.rest() != null) {
            plan.rest().attributes().forEach(attributes::add);
        }
        if (search.order().path() != null) {
            attributes.add(search.order().path().top());
        }
        return attributes;
    }

    private IndexedList list(Search search, Bson query, @Nullable String field, boolean optional) {
        return new IndexedList(search, collection(search.type()), query, field, optional);
    }

    private MemberList members(Search search, Candidates.MembersOf members) {
        return new MemberList(
                collections.memberships(), search.connection(), members.group(), search.isDescendingById());
    }

    private Bson query(Search search, Candidates candidates) {
        return switch (candidates) {
            case Candidates.All _ -> connection(search);
            case Candidates.Indexed indexed -> and(connection(search), indexed.query());
            case Candidates.GroupsOf(String user, Bson among) -> {
                Bson groups = and(
                        connection(search),
                        in(DirectoryDocuments.ID, keys(search, loader.groupsOf(search.connection(), user))));
                yield among == null ? groups : and(groups, among);
            }
            case Candidates.MembersOf _ -> throw new IllegalStateException("Members aren't found by one query.");
        };
    }

    private static Bson connection(Search search) {
        return eq(DirectoryDocuments.CONNECTION, search.connection());
    }

    /** Ids begin with the connection, so that the order of ids is that of a range of them. */
    private static Bson within(Search search) {
        return and(
                gt(DirectoryDocuments.ID, search.connection() + "/"),
                lt(DirectoryDocuments.ID, search.connection() + "0"));
    }

    private static Bson beyond(Search search, Position after) {
        String key = Keys.resource(search.connection(), after.id());
        return search.isDescendingById() ? lt(DirectoryDocuments.ID, key) : gt(DirectoryDocuments.ID, key);
    }

    private static Bson sort(Search search) {
        return search.isDescendingById() ? descending(DirectoryDocuments.ID) : ascending(DirectoryDocuments.ID);
    }

    private static Collection<String> keys(Search search, Collection<String> ids) {
        return ids.stream().map(id -> Keys.resource(search.connection(), id)).toList();
    }

    MongoCollection<Document> collection(ResourceType type) {
        return type == ResourceType.USER ? collections.users() : collections.groups();
    }
}
