package dev.rollcall.schemas.delivery;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.Operation;
import dev.rollcall.event.RequestOutcome;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.scim.Versions;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What became of an asynchronous request: one operation of a bulk response (RFC 9967 §2.5.1.3, RFC 7644 §3.7.3). */
final class OutcomePayload {

    private static final String ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";
    private static final int LEAST_ERROR = 400;

    private OutcomePayload() {}

    /** Whether it was asked in vain to create a resource, so that there is none. */
    static boolean isOfNothing(IdentityChange change) {
        return change.getKind().equals(EventUris.ASYNC_RESPONSE)
                && change.getOutcome() != null
                && isFailed(change.getOutcome())
                && change.getOutcome().getOperation() == Operation.CREATE;
    }

    static ObjectNode of(IdentityChange change, String location) {
        RequestOutcome outcome = Objects.requireNonNull(change.getOutcome(), "outcome");
        ObjectNode item = JsonMapper.shared().createObjectNode().put("method", method(outcome.getOperation()));
        if (!isOfNothing(change)) {
            item.put("location", location);
        }
        if (change.getVersion() > 0) {
            item.put("version", Versions.etag(change.getVersion()));
        }
        String status = Integer.toString(outcome.getStatus());
        item.put("status", status);
        if (isFailed(outcome)) {
            ObjectNode error = item.putObject("response");
            error.putArray("schemas").add(ERROR);
            error.put("status", status);
            if (outcome.getScimType() != null) {
                error.put("scimType", outcome.getScimType());
            }
            if (outcome.getDetail() != null) {
                error.put("detail", outcome.getDetail());
            }
        }
        return item;
    }

    private static boolean isFailed(RequestOutcome outcome) {
        return outcome.getStatus() >= LEAST_ERROR;
    }

    private static String method(Operation operation) {
        return switch (operation) {
            case CREATE -> "POST";
            case REPLACE -> "PUT";
            case PATCH -> "PATCH";
            case DELETE -> "DELETE";
            case UNKNOWN -> "UNKNOWN";
        };
    }
}
