package dev.rollcall.sync.target;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Pages of what a target has (RFC 7644 §3.4.2.4), in the order of their ids. */
final class ScimListing {

    private static final Pattern START = Pattern.compile("startIndex=(\\d+)");
    private static final Pattern COUNT = Pattern.compile("count=(\\d+)");

    private ScimListing() {}

    static boolean isAsked(String query) {
        return START.matcher(query).find();
    }

    /** @param isWithMembers whether groups show who is in them */
    static String page(Map<String, ObjectNode> all, String query, boolean isWithMembers) {
        List<ObjectNode> sorted = List.copyOf(new TreeMap<>(all).values());
        int start = Math.max(1, number(START, query, 1));
        int count = number(COUNT, query, sorted.size());
        int from = Math.min(sorted.size(), start - 1);
        ObjectNode answer = JsonMapper.shared().createObjectNode();
        answer.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:ListResponse");
        answer.put("totalResults", sorted.size()).put("startIndex", start);
        var resources = answer.putArray("Resources");
        for (ObjectNode one : sorted.subList(from, Math.min(sorted.size(), from + count))) {
            ObjectNode shown = one.deepCopy();
            if (!isWithMembers || query.contains("excludedAttributes=members")) {
                shown.remove("members");
            }
            resources.add(shown);
        }
        return answer.put("itemsPerPage", resources.size()).toString();
    }

    private static int number(Pattern pattern, String query, int otherwise) {
        Matcher found = pattern.matcher(query);
        return found.find() ? Integer.parseInt(found.group(1)) : otherwise;
    }
}
