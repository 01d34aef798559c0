package dev.rollcall.sync.delivery;

import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.schemas.delivery.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The members that came and went, under the ids that the app gave them.
 *
 * @param missing our ids of added users that the app doesn't have
 */
record Members(List<String> added, List<String> removed, List<String> missing) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * Pure: a deleted user needs no adding, and one whose counterpart was deleted has left its groups with it.
     *
     * @param ledger the entry of a user by our id, or null
     */
    static Members of(ScimTask task, DeprovisionAction deprovision, Function<String, @Nullable LedgerEntry> ledger) {
        var added = new ArrayList<String>();
        var removed = new ArrayList<String>();
        var missing = new ArrayList<String>();
        for (String user : task.added()) {
            LedgerEntry entry = ledger.apply(user);
            String remoteId = entry == null ? null : entry.remoteId();
            if (entry == null || (remoteId == null && !entry.deleted())) {
                missing.add(user);
            } else if (remoteId != null && !entry.deleted()) {
                added.add(remoteId);
            }
        }
        for (String user : task.removed()) {
            LedgerEntry entry = ledger.apply(user);
            String remoteId = entry == null ? null : entry.remoteId();
            boolean isBack = entry != null && !entry.deleted() && task.added().contains(user);
            boolean remains = entry != null && (!entry.deleted() || deprovision == DeprovisionAction.DEACTIVATE);
            if (remoteId != null && remains && !isBack) {
                removed.add(remoteId);
            }
        }
        return new Members(added, removed, missing);
    }

    /**
     * The operations of each PATCH: additions in one operation, removals one by one, as most apps understand them.
     *
     * @param first an operation that the first PATCH starts with, or null
     * @param most values in one PATCH
     */
    List<List<ObjectNode>> patches(@Nullable ObjectNode first, int most) {
        var patches = new ArrayList<List<ObjectNode>>();
        var operations = new ArrayList<ObjectNode>();
        if (first != null) {
            operations.add(first);
        }
        int room = most;
        for (int at = 0; at < added.size(); ) {
            int end = Math.min(added.size(), at + room);
            operations.add(addition(added.subList(at, end)));
            room -= end - at;
            at = end;
            if (room == 0) {
                patches.add(List.copyOf(operations));
                operations.clear();
                room = most;
            }
        }
        for (String id : removed) {
            operations.add(removal(id));
            if (--room == 0) {
                patches.add(List.copyOf(operations));
                operations.clear();
                room = most;
            }
        }
        if (!operations.isEmpty()) {
            patches.add(List.copyOf(operations));
        }
        return patches;
    }

    private static ObjectNode addition(List<String> ids) {
        ObjectNode operation = JSON.createObjectNode().put("op", "add").put("path", "members");
        var values = operation.putArray("value");
        ids.forEach(id -> values.addObject().put("value", id));
        return operation;
    }

    private static ObjectNode removal(String id) {
        String quoted = JSON.writeValueAsString(StringNode.valueOf(id));
        return JSON.createObjectNode().put("op", "remove").put("path", "members[value eq " + quoted + "]");
    }
}
