package dev.rollcall.ingest.directory;

import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.DirectoryIndexes;
import dev.rollcall.schemas.query.Condition;
import dev.rollcall.schemas.query.Position;
import dev.rollcall.schemas.scim.ScimException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Looks at candidates one by one, up to a bound, and keeps those that fulfil what no index decides. */
final class Examination {

    private static final int BATCH = 200;

    private final Search search;
    private final @Nullable Condition rest;
    private final Rendering rendering;
    private final Memberships memberships;
    private final boolean readsMemberships;
    private final int most;
    private int examined;
    private @Nullable Position last;

    Examination(
            Search search,
            @Nullable Condition rest,
            Rendering rendering,
            Memberships memberships,
            boolean readsMemberships,
            int most) {
        this.search = search;
        this.rest = rest;
        this.rendering = rendering;
        this.memberships = memberships;
        this.readsMemberships = readsMemberships;
        this.most = most;
    }

    /** @param candidates in the order of ids, where that is the order of the list */
    Page<Hit> page(Iterator<Document> candidates, Slice slice) {
        return search.order().path() == null ? inOrder(candidates, slice) : sorted(candidates, slice);
    }

    private Page<Hit> inOrder(Iterator<Document> candidates, Slice slice) {
        var hits = new ArrayList<Hit>();
        long total = 0;
        while (candidates.hasNext() && (slice.counted() || hits.size() <= slice.count())) {
            if (examined >= most) {
                if (slice.counted()) {
                    throw tooMany();
                }
                // the client comes back for the rest
                return new Page<>(null, List.copyOf(hits), last);
            }
            for (Hit hit : matching(batch(candidates))) {
                total++;
                if (total > slice.skip() && hits.size() <= slice.count()) {
                    hits.add(hit);
                }
            }
        }
        boolean complete = slice.after() == null && !candidates.hasNext();
        return slice.page(complete || slice.counted() ? (Long) total : null, hits);
    }

    private Page<Hit> sorted(Iterator<Document> candidates, Slice slice) {
        Comparator<Position> order = search.order().comparator();
        var hits = new ArrayList<Hit>();
        while (candidates.hasNext()) {
            if (examined >= most) {
                throw tooMany();
            }
            hits.addAll(matching(batch(candidates)));
        }
        List<Hit> ordered = hits.stream()
                .filter(hit -> slice.after() == null || order.compare(hit.position(), slice.after()) > 0)
                .sorted(Comparator.comparing(Hit::position, order))
                .skip(slice.skip())
                .limit(slice.count() + 1L)
                .toList();
        return slice.page((long) hits.size(), ordered);
    }

    private List<Document> batch(Iterator<Document> candidates) {
        var batch = new ArrayList<Document>();
        int size = Math.min(BATCH, most - examined);
        while (candidates.hasNext() && batch.size() < size) {
            batch.add(candidates.next());
        }
        examined += batch.size();
        return batch;
    }

    private List<Hit> matching(List<Document> batch) {
        return search.type() == ResourceType.USER ? users(batch) : groups(batch);
    }

    private List<Hit> users(List<Document> batch) {
        List<UserState> users = batch.stream()
                .map(DirectoryDocuments::user)
                .filter(Objects::nonNull)
                .toList();
        var groups = readsMemberships
                ? memberships.references(
                        search.connection(),
                        users.stream().map(UserState::getId).toList())
                : Map.<String, List<GroupReference>>of();
        return users.stream()
                .flatMap(user ->
                        hit(user.getId(), rendering.user(user, groups.getOrDefault(user.getId(), List.of()))).stream())
                .toList();
    }

    private List<Hit> groups(List<Document> batch) {
        List<GroupState> groups = batch.stream()
                .map(DirectoryDocuments::group)
                .filter(Objects::nonNull)
                .toList();
        var members = readsMemberships
                ? memberships.of(
                        search.connection(),
                        groups.stream().map(GroupState::getId).toList(),
                        most - examined)
                : Map.<String, List<String>>of();
        examined += members.values().stream().mapToInt(List::size).sum();
        if (examined > most) {
            throw tooMany();
        }
        return groups.stream()
                .flatMap(group ->
                        hit(group.getId(), rendering.group(group, members.getOrDefault(group.getId(), List.of())))
                                .stream())
                .toList();
    }

    private Optional<Hit> hit(String id, ObjectNode json) {
        var position = new Position(search.order().key(json), id);
        last = position;
        return rest == null || rest.matches(json)
                ? Optional.of(new Hit(search.type(), position, null))
                : Optional.empty();
    }

    private ScimException tooMany() {
        ResourceType type = search.type();
        return new ScimException(
                400,
                "tooMany",
                "This query would have to look at more than " + most + " resources one by one. Join to the filter, by"
                        + " and, a part that an index finds: eq, sw, gt, ge, lt or le on "
                        + DirectoryIndexes.names(type) + "; or sort by id, or page by cursor.");
    }
}
