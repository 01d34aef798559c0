package dev.rollcall.ingest.console.group;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.console.Kind;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.ingest.directory.Page;
import dev.rollcall.ingest.directory.Resource;
import dev.rollcall.ingest.directory.Search;
import dev.rollcall.ingest.directory.Slice;
import dev.rollcall.ingest.history.Subject;
import dev.rollcall.ingest.history.Timelines;
import dev.rollcall.ingest.scim.ResourceJson;
import dev.rollcall.schemas.query.FilterParser;
import dev.rollcall.schemas.query.Order;
import dev.rollcall.schemas.query.QuerySchemas;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds groups of a connection by what somebody typed, with a SCIM filter that indexes answer; one that was deleted, by
 * id. Blocking.
 */
@Component
public final class GroupSearch {

    private static final int MOST = 20;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Directory directory;
    private final Timelines timelines;

    GroupSearch(Directory directory, Timelines timelines) {
        this.directory = directory;
        this.timelines = timelines;
    }

    /** @param isMore whether there are more than are shown */
    public record Found(List<Hit> groups, boolean isMore) {}

    /** @param name the id of one that was deleted */
    public record Hit(String path, String name, @Nullable String externalId, boolean isThere) {

        private static Hit of(String connection, GroupState state) {
            return new Hit(
                    Kind.GROUP.path(connection, state.getId()),
                    state.getAttributes().getDisplayName(),
                    state.getAttributes().getExternalId(),
                    true);
        }
    }

    /** Whose displayName begins so, or whose externalId or id it is. */
    public Found find(String connection, String typed) {
        var search = new Search(
                connection,
                ResourceType.GROUP,
                FilterParser.parse(filter(typed), QuerySchemas.of(ResourceType.GROUP)),
                Order.BY_ID);
        Page<Resource> page =
                directory.list(List.of(search), new Slice(0, null, MOST, false), new ResourceJson(connection));
        List<Hit> hits = page.resources().stream()
                .flatMap(resource -> hit(connection, resource))
                .toList();
        return hits.isEmpty()
                ? new Found(deleted(connection, typed).toList(), false)
                : new Found(hits, page.next() != null);
    }

    private static String filter(String typed) {
        String value = JsonMapper.shared().writeValueAsString(typed);
        return Stream.of("displayName sw ", "externalId eq ", "id eq ")
                .map(comparison -> comparison + value)
                .collect(Collectors.joining(" or "));
    }

    private static Stream<Hit> hit(String connection, Resource resource) {
        return switch (resource) {
            case Resource.OfGroup(GroupState group) -> Stream.of(Hit.of(connection, group));
            case Resource.OfUser _ -> Stream.empty();
        };
    }

    private Stream<Hit> deleted(String connection, String typed) {
        if (!ID.matcher(typed).matches()) {
            return Stream.empty();
        }
        return timelines.of(new Subject(ResourceType.GROUP, connection, typed), Long.MAX_VALUE, 1).changes().stream()
                .filter(change -> change.resourceType().equals("group"))
                .map(_ -> new Hit(Kind.GROUP.path(connection, typed), typed, null, false));
    }
}
