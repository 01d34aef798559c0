package dev.rollcall.standalone.demo;

import dev.rollcall.standalone.demo.web.JsonCalls;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads all that a SCIM server has, page by page (RFC 7644 §3.4.2.4). */
final class ScimPages {

    private static final int PAGE = 100;

    private ScimPages() {}

    static Roster read(JsonCalls server) {
        return Roster.of(all(server, "Users"), all(server, "Groups"));
    }

    private static List<ObjectNode> all(JsonCalls server, String endpoint) {
        List<ObjectNode> all = new ArrayList<>();
        int total = 1;
        for (int start = 1; start <= total; start += PAGE) {
            JsonNode page = server.get("/" + endpoint + "?startIndex=" + start + "&count=" + PAGE);
            total = page.path("totalResults").asInt();
            page.path("Resources").forEach(resource -> all.add((ObjectNode) resource));
        }
        return all;
    }
}
