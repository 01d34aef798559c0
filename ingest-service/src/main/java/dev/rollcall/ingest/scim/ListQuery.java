package dev.rollcall.ingest.scim;

import dev.rollcall.ingest.directory.Window;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.ScimJson;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a list is asked for (RFC 7644 §3.4.2.4), brought within bounds.
 *
 * @param filter as sent; null for all
 * @param startIndex 1 or more
 * @param count 0 to 1,000
 */
record ListQuery(@Nullable String filter, int startIndex, int count) {

    /** The most resources in one answer; also told by ServiceProviderConfig. */
    static final int MAX_COUNT = 1_000;

    private static final String URN = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    static final int DEFAULT_COUNT = 100;

    /** @throws ScimException 400 invalidValue when a number isn't one */
    static ListQuery of(MultiValueMap<String, String> query) {
        String filter = query.getFirst("filter");
        return new ListQuery(
                filter == null || filter.isBlank() ? null : filter,
                Math.max(1, number(query, "startIndex", 1)),
                Math.clamp(number(query, "count", DEFAULT_COUNT), 0, MAX_COUNT));
    }

    Window window() {
        return new Window(startIndex - 1, count);
    }

    /** The ListResponse with these resources. */
    ObjectNode response(long total, List<ObjectNode> resources) {
        ObjectNode json = ScimJson.objectNode();
        json.putArray("schemas").add(URN);
        json.put("totalResults", total).put("startIndex", startIndex).put("itemsPerPage", resources.size());
        json.putArray("Resources").addAll(resources);
        return json;
    }

    private static int number(MultiValueMap<String, String> query, String name, int otherwise) {
        String text = query.getFirst(name);
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            return (int) Math.clamp(Long.parseLong(text.strip()), Integer.MIN_VALUE, Integer.MAX_VALUE);
        } catch (NumberFormatException e) {
            throw ScimException.invalidValue(name + " must be a whole number.");
        }
    }
}
