package dev.rollcall.ingest.scim;

import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.UserState;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.ingest.directory.Page;
import dev.rollcall.ingest.directory.Resource;
import dev.rollcall.ingest.directory.Slice;
import dev.rollcall.schemas.query.Position;
import dev.rollcall.schemas.scim.ScimException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists resources by index (RFC 7644 §3.4.2.4) or by cursor (RFC 9865). Blocking. */
@Component
final class Lists {

    private final Directory directory;
    private final Cursors cursors;

    Lists(Directory directory, Cursors cursors) {
        this.directory = directory;
        this.cursors = cursors;
    }

    /**
     * A ListResponse.
     *
     * @throws ScimException 400 with the scimType of RFC 7644 Table 9 or RFC 9865 §2.1
     */
    ObjectNode list(ListCall call) {
        String cursor = call.query().cursor();
        ObjectNode answer = cursor == null ? byIndex(call) : byCursor(call, cursor);
        JsonNode total = answer.get("totalResults");
        call.notes().found(total == null ? null : total.longValue());
        return answer;
    }

    private ObjectNode byIndex(ListCall call) {
        ListQuery query = call.query();
        Page<Resource> page = directory.list(
                call.searches(), new Slice(query.startIndex() - 1, null, query.size(), true), call.json());
        return ListResponse.byIndex(page.total(), query.startIndex(), resources(call, page.resources()));
    }

    private ObjectNode byCursor(ListCall call, String cursor) {
        Cursors.@Nullable State state = cursor.isEmpty() ? null : cursors.read(call.identity(), cursor);
        int count = count(call.query().count(), state);
        Position after = state == null ? null : state.after();
        Page<Resource> page = directory.list(call.searches(), new Slice(0, after, count, count == 0), call.json());
        Long total = state == null ? page.total() : state.total();
        Position next = page.next();
        return ListResponse.byCursor(
                total,
                next == null ? null : cursors.write(call.identity(), new Cursors.State(next, count, total)),
                resources(call, page.resources()));
    }

    private static int count(@Nullable Integer asked, Cursors.@Nullable State state) {
        if (asked != null && asked > ListQuery.MAX_COUNT) {
            throw invalidCount("count must not be greater than " + ListQuery.MAX_COUNT + " with a cursor.");
        }
        if (state == null) {
            return asked == null ? ListQuery.DEFAULT_COUNT : asked;
        }
        if (asked != null && asked != state.count()) {
            throw invalidCount("count must be " + state.count() + " as on the first page of this cursor, or left out.");
        }
        return state.count();
    }

    private static ScimException invalidCount(String detail) {
        return new ScimException(400, "invalidCount", detail);
    }

    private List<ObjectNode> resources(ListCall call, List<Resource> resources) {
        Selection ofUsers = call.selection(Endpoint.USERS);
        Selection ofGroups = call.selection(Endpoint.GROUPS);
        List<String> users = resources.stream()
                .map(resource -> resource instanceof Resource.OfUser(UserState user) ? user.getId() : null)
                .filter(Objects::nonNull)
                .toList();
        List<String> groups = resources.stream()
                .map(resource -> resource instanceof Resource.OfGroup(GroupState group) ? group.getId() : null)
                .filter(Objects::nonNull)
                .toList();
        var groupsOf = ofUsers.shows("groups")
                ? directory.groupsOf(call.connection(), users)
                : Map.<String, List<GroupReference>>of();
        var membersOf = ofGroups.shows("members")
                ? directory.membersOf(call.connection(), groups)
                : Map.<String, List<String>>of();
        return resources.stream()
                .map(resource -> switch (resource) {
                    case Resource.OfUser(UserState user) ->
                        ofUsers.apply(call.json().user(user, groupsOf.getOrDefault(user.getId(), List.of())));
                    case Resource.OfGroup(GroupState group) ->
                        ofGroups.apply(call.json().group(group, membersOf.getOrDefault(group.getId(), List.of())));
                })
                .toList();
    }
}
