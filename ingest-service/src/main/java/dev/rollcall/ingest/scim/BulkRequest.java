package dev.rollcall.ingest.scim;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rollcall.event.Operation;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.ScimJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A bulk request (RFC 7644 §3.7), with an id for everything that it creates.
 *
 * @param failOnErrors errors after which no further operation is tried; 0 for no limit
 * @param items in the order of the request
 * @param ids bulkId of each POST to the id of its resource
 */
record BulkRequest(int failOnErrors, List<Item> items, Map<String, String> ids) {

    private static final String URN = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

    /** @param operation as sent, or why it can't be read */
    record Item(
            ObjectNode sent,
            @Nullable BulkOperation operation,
            @Nullable ScimException refusal) {}

    /** @throws ScimException 400 or 413 when the request as a whole can't be taken */
    static BulkRequest read(byte[] body, BulkProperties limits) {
        if (body.length > limits.maxPayloadSize().toBytes()) {
            throw tooLarge("maxPayloadSize is " + limits.maxPayloadSize().toBytes() + " bytes");
        }
        ObjectNode json = ScimJson.read(body);
        JsonNode schemas = json.get("schemas");
        if (schemas == null
                || schemas.valueStream()
                        .noneMatch(s -> s.isString() && s.stringValue().equalsIgnoreCase(URN))) {
            throw ScimException.invalidSyntax("The schemas of a bulk request must hold " + URN + ".");
        }
        JsonNode operations = json.get("Operations");
        if (operations == null || !operations.isArray() || operations.isEmpty()) {
            throw ScimException.invalidSyntax("A bulk request needs Operations, an array with at least one operation.");
        }
        if (operations.size() > limits.maxOperations()) {
            throw tooLarge("maxOperations is " + limits.maxOperations());
        }
        return of(failOnErrors(json.get("failOnErrors")), operations);
    }

    private static BulkRequest of(int failOnErrors, JsonNode operations) {
        var items = new ArrayList<Item>();
        var ids = new HashMap<String, String>();
        var seen = new HashSet<String>();
        for (JsonNode operation : operations) {
            ObjectNode sent = operation instanceof ObjectNode object ? object : ScimJson.objectNode();
            try {
                BulkOperation read = BulkOperation.read(operation);
                if (read.bulkId() != null && !seen.add(read.bulkId())) {
                    throw ScimException.invalidValue("Another operation before has the same bulkId; make each unique.");
                }
                if (read.operation() == Operation.CREATE && read.bulkId() != null) {
                    ids.put(read.bulkId(), UuidCreator.getTimeOrderedEpoch().toString());
                }
                items.add(new Item(sent, read, null));
            } catch (ScimException e) {
                items.add(new Item(sent, null, e));
            }
        }
        return new BulkRequest(failOnErrors, List.copyOf(items), Map.copyOf(ids));
    }

    /**
     * The positions of the operations in the order to do them: as sent, but what one refers to is created before. In a
     * circle of references one has to come first.
     */
    List<Integer> order() {
        var byName = new HashMap<String, Integer>();
        for (int i = 0; i < items.size(); i++) {
            BulkOperation operation = items.get(i).operation();
            if (operation != null && operation.operation() == Operation.CREATE && operation.bulkId() != null) {
                byName.put(operation.bulkId(), i);
            }
        }
        var order = new LinkedHashSet<Integer>();
        var begun = new HashSet<Integer>();
        for (int i = 0; i < items.size(); i++) {
            visit(i, byName, begun, order);
        }
        return List.copyOf(order);
    }

    private void visit(int position, Map<String, Integer> byName, Set<Integer> begun, Set<Integer> order) {
        BulkOperation operation = items.get(position).operation();
        if (begun.add(position)) {
            if (operation != null) {
                for (String name : BulkIds.of(operation)) {
                    Integer other = byName.get(name);
                    if (other != null) {
                        visit(other, byName, begun, order);
                    }
                }
            }
            order.add(position);
        }
    }

    private static int failOnErrors(@Nullable JsonNode json) {
        if (json == null || json.isNull()) {
            return 0;
        }
        if (!json.isInt() || json.intValue() < 1) {
            throw ScimException.invalidValue("failOnErrors must be a whole number from 1.");
        }
        return json.intValue();
    }

    private static ScimException tooLarge(String limit) {
        return new ScimException(413, null, "The bulk request is too large: " + limit + ". Send several.");
    }
}
