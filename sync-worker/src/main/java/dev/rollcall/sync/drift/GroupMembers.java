package dev.rollcall.sync.drift;

import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.LedgerEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The members that groups should have at an app: those of the directory that the app has an account of. Blocking. */
final class GroupMembers {

    private static final int CHUNK = 1_000;

    private final String app;
    private final Directory directory;
    private final FactsReader facts;

    GroupMembers(String app, Directory directory, FactsReader facts) {
        this.app = app;
        this.directory = directory;
        this.facts = facts;
    }

    /** By the app's ids of the members, ours. */
    Map<String, String> expected(Ours group) {
        List<String> users = List.copyOf(directory.members(group));
        var expected = new HashMap<String, String>();
        for (int at = 0; at < users.size(); at += CHUNK) {
            List<String> ids = users.subList(at, Math.min(users.size(), at + CHUNK)).stream()
                    .map(user -> LedgerEntry.id(app, ResourceType.USER, group.connection(), user))
                    .toList();
            facts.entries(ids).values().stream()
                    .filter(LedgerEntry::isLinked)
                    .forEach(entry -> expected.put(String.valueOf(entry.remoteId()), entry.resource()));
        }
        return expected;
    }

    MemberDifference difference(Ours group, ObjectNode actual) {
        return MemberDifference.of(expected(group).keySet(), shown(actual));
    }

    /** Whether the app shows members in this answer; many don't in lists. */
    static boolean isShown(ObjectNode actual) {
        return members(actual) != null;
    }

    private static Set<String> shown(ObjectNode actual) {
        var ids = new HashSet<String>();
        JsonNode members = members(actual);
        if (members != null) {
            members.forEach(member -> ids.add(member.path("value").asString("")));
            ids.remove("");
        }
        return ids;
    }

    private static @Nullable JsonNode members(ObjectNode actual) {
        return actual.properties().stream()
                .filter(member -> member.getKey().equalsIgnoreCase("members")
                        && member.getValue().isArray())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
