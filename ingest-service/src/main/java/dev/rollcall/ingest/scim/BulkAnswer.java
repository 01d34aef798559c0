package dev.rollcall.ingest.scim;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.Operation;
import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.ScimJson;
import dev.rollcall.schemas.scim.Versions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The answer to a bulk request, item by item (RFC 7644 §3.7.3). */
final class BulkAnswer {

    private static final String URN = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";

    private BulkAnswer() {}

    static ObjectNode of(List<ObjectNode> items) {
        ObjectNode json = ScimJson.objectNode();
        json.putArray("schemas").add(URN);
        json.putArray("Operations").addAll(items);
        return json;
    }

    static ObjectNode done(
            ObjectNode sent, @Nullable BulkOperation operation, BulkCall call, ProvisioningResult result) {
        ObjectNode item = item(sent);
        switch (result.getResource()) {
            case UserState user -> located(item, call.json().location(Endpoint.USERS, user.getId()), user.getVersion());
            case GroupState group ->
                located(item, call.json().location(Endpoint.GROUPS, group.getId()), group.getVersion());
            case null, default -> location(item, operation, call);
        }
        return item.put("status", Integer.toString(result.getStatus()));
    }

    /** Of a failed POST there is no location. */
    static ObjectNode failed(ObjectNode sent, @Nullable BulkOperation operation, BulkCall call, ScimException refusal) {
        ObjectNode item = item(sent);
        location(item, operation, call);
        item.put("status", Integer.toString(refusal.status()));
        item.set("response", ScimErrors.json(refusal.status(), refusal.scimType(), refusal.detail()));
        return item;
    }

    private static ObjectNode item(ObjectNode sent) {
        ObjectNode item = ScimJson.objectNode();
        for (String name : List.of("method", "bulkId")) {
            JsonNode value = sent.get(name);
            if (value != null && value.isString()) {
                item.set(name, value);
            }
        }
        return item;
    }

    private static void location(ObjectNode item, @Nullable BulkOperation operation, BulkCall call) {
        if (operation != null && operation.operation() != Operation.CREATE) {
            operation.target().ifPresent(id -> item.put("location", call.json().location(operation.endpoint(), id)));
        }
    }

    private static void located(ObjectNode item, String location, long version) {
        item.put("location", location).put("version", Versions.etag(version));
    }
}
