package dev.rollcall.ingest.app.preview;

import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UpdateMethod;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.scim.ScimCodec;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The requests that a SCIM app would get; pure. Searches, and the members of groups, are left out, and so is that an app
 * without PATCH gets a PUT.
 */
final class ScimPreview {

    private static final String PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    private ScimPreview() {}

    /** @throws dev.rollcall.schemas.scope.MappingException when the mapping fails on the user */
    static List<Preview.SentRequest> of(Rules rules, Subject subject) {
        String remoteId = remoteId(subject);
        return switch (subject.state()) {
            case UserState user
            when subject.isIn(rules) ->
                List.of(user(rules, remoteId, rules.mapping().content(user, subject.groups())));
            case GroupState group when subject.isIn(rules) -> List.of(group(remoteId, group));
            case null, default -> remoteId == null ? List.of() : List.of(deprovision(rules, subject, remoteId));
        };
    }

    private static @Nullable String remoteId(Subject subject) {
        LedgerEntry ledger = subject.ledger();
        return ledger != null && ledger.isLinked() ? ledger.remoteId() : null;
    }

    private static Preview.SentRequest user(Rules rules, @Nullable String remoteId, ObjectNode content) {
        if (remoteId == null) {
            return new Preview.SentRequest("POST", "/Users", content);
        }
        return rules.app().getUpdateMethod() == UpdateMethod.PATCH
                ? new Preview.SentRequest("PATCH", "/Users/" + remoteId, replacement(content))
                : new Preview.SentRequest("PUT", "/Users/" + remoteId, content.put("id", remoteId));
    }

    private static Preview.SentRequest group(@Nullable String remoteId, GroupState group) {
        ObjectNode content = ScimCodec.GROUP.write(group.getAttributes()).put("externalId", group.getId());
        return remoteId == null
                ? new Preview.SentRequest("POST", "/Groups", content)
                : new Preview.SentRequest("PATCH", "/Groups/" + remoteId, replacement(content));
    }

    private static Preview.SentRequest deprovision(Rules rules, Subject subject, String remoteId) {
        boolean isUser = subject.type() == ResourceType.USER;
        Object last = Objects.requireNonNullElse(
                subject.state(), Objects.requireNonNullElse(subject.change().getBefore(), remoteId));
        if (isUser && rules.app().getDeprovision() == DeprovisionAction.DEACTIVATE && last instanceof UserState user) {
            ObjectNode content = rules.mapping().content(user, subject.groups());
            return new Preview.SentRequest(
                    "PUT", "/Users/" + remoteId, content.put("active", false).put("id", remoteId));
        }
        return new Preview.SentRequest("DELETE", (isUser ? "/Users/" : "/Groups/") + remoteId, null);
    }

    private static ObjectNode replacement(ObjectNode content) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.putArray("schemas").add(PATCH_OP);
        ObjectNode value = content.deepCopy();
        value.remove("schemas");
        body.putArray("Operations").addObject().put("op", "replace").set("value", value);
        return body;
    }
}
