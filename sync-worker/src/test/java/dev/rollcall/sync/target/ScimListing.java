package dev.rollcall.sync.target;

import dev.rollcall.sync.target.HttpTarget.Response;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Pages of what a target has, in the order of their ids. */
final class ScimListing {

    private static final Pattern START = Pattern.compile("startIndex=(\\d+)");
    private static final Pattern COUNT = Pattern.compile("count=(\\d+)");
    private static final Pattern CURSOR = Pattern.compile("cursor=([^&]*)");

    private ScimListing() {}

    static boolean isAsked(String query) {
        return START.matcher(query).find() || CURSOR.matcher(query).find();
    }

    /**
     * By index (RFC 7644 §3.4.2.4).
     *
     * @param isWithMembers whether groups show who is in them
     */
    static Response byIndex(Map<String, ObjectNode> all, String query, boolean isWithMembers) {
        List<ObjectNode> sorted = List.copyOf(new TreeMap<>(all).values());
        int start = Math.max(1, number(START, query, 1));
        ObjectNode answer = page(sorted, start - 1, number(COUNT, query, sorted.size()), query, isWithMembers);
        return new Response(
                200,
                answer.put("totalResults", sorted.size())
                        .put("startIndex", start)
                        .toString());
    }

    /** By cursor (RFC 9865 §2): one holds for the count that it was made for, and nothing is said of how many there are. */
    static Response byCursor(Map<String, ObjectNode> all, String query, boolean isWithMembers) {
        Matcher cursor = CURSOR.matcher(query);
        if (!cursor.find()) {
            return new Response(400, "{\"scimType\":\"invalidValue\"}");
        }
        List<ObjectNode> sorted = List.copyOf(new TreeMap<>(all).values());
        int count = number(COUNT, query, sorted.size());
        String[] place = (cursor.group(1).isEmpty() ? count + "-0" : cursor.group(1)).split("-", -1);
        if (Integer.parseInt(place[0]) != count) {
            return new Response(400, "{\"scimType\":\"invalidCount\"}");
        }
        int from = Integer.parseInt(place[1]);
        ObjectNode answer = page(sorted, from, count, query, isWithMembers);
        if (from + count < sorted.size()) {
            answer.put("nextCursor", count + "-" + (from + count));
        }
        return new Response(200, answer.toString());
    }

    private static ObjectNode page(List<ObjectNode> sorted, int start, int count, String query, boolean isWithMembers) {
        int from = Math.min(sorted.size(), start);
        ObjectNode answer = JsonMapper.shared().createObjectNode();
        answer.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:ListResponse");
        var resources = answer.putArray("Resources");
        for (ObjectNode one : sorted.subList(from, Math.min(sorted.size(), from + count))) {
            ObjectNode shown = one.deepCopy();
            if (!isWithMembers || query.contains("excludedAttributes=members")) {
                shown.remove("members");
            }
            resources.add(shown);
        }
        return answer.put("itemsPerPage", resources.size());
    }

    private static int number(Pattern pattern, String query, int otherwise) {
        Matcher found = pattern.matcher(query);
        return found.find() ? Integer.parseInt(found.group(1)) : otherwise;
    }
}
