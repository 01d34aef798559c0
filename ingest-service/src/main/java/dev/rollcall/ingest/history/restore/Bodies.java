package dev.rollcall.ingest.history.restore;

import dev.rollcall.ingest.history.Snapshot;
import dev.rollcall.schemas.scim.ScimJson;
import java.util.Collection;
import tools.jackson.databind.node.ObjectNode;

/** What a client would send to make something so. Pure. */
final class Bodies {

    private static final String EXTERNAL_ID = "externalId";
    private static final String MEMBERS = "members";
    private static final String PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    private Bodies() {}

    /** Whole: a PUT keeps an externalId that is left out, so that one that wasn't there is named. */
    static ObjectNode of(Snapshot target) {
        ObjectNode body = target.attributes();
        return body.has(EXTERNAL_ID) ? body : body.putNull(EXTERNAL_ID);
    }

    /** A group with just these members. */
    static ObjectNode of(Snapshot target, Collection<String> members) {
        ObjectNode body = of(target);
        var array = body.putArray(MEMBERS);
        members.forEach(member -> array.addObject().put("value", member));
        return body;
    }

    static ObjectNode join(String user) {
        ObjectNode operation = ScimJson.objectNode().put("op", "add").put("path", MEMBERS);
        operation.putArray("value").addObject().put("value", user);
        return patch(operation);
    }

    static ObjectNode leave(String user) {
        return patch(ScimJson.objectNode().put("op", "remove").put("path", "members[value eq \"" + user + "\"]"));
    }

    /** A PUT can't do that: a client that has no value of active doesn't mean to let anybody in. */
    static ObjectNode unassignActive() {
        return patch(ScimJson.objectNode().put("op", "remove").put("path", "active"));
    }

    private static ObjectNode patch(ObjectNode operation) {
        ObjectNode body = ScimJson.objectNode();
        body.putArray("schemas").add(PATCH);
        body.putArray("Operations").add(operation);
        return body;
    }
}
