package dev.rollcall.ingest.scim;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.Operation;
import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.event.UserState;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.ingest.request.Outcome;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.Versions;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Answers a push with what became of it. */
@Component
final class PushAnswer {

    private static final Logger log = LoggerFactory.getLogger(PushAnswer.class);
    private static final String MEMBERS = "members";

    private final Directory directory;

    PushAnswer(Directory directory) {
        this.directory = directory;
    }

    /** Whether the answer holds a group's members, which may be very many. */
    static boolean showsMembers(Operation operation, ScimCall call) {
        return call.endpoint() == Endpoint.GROUPS
                && operation != Operation.DELETE
                && !isBare(operation, call)
                && call.selection().shows(MEMBERS);
    }

    /**
     * The answer. Blocks where it must read members.
     *
     * @throws ScimException when the push was refused
     */
    ResponseEntity<byte[]> of(Operation operation, ScimCall call, Outcome outcome) {
        ProvisioningResult result = outcome.result();
        if (!result.getWarnings().isEmpty()) {
            log.atDebug()
                    .addKeyValue("connection", call.connection())
                    .addKeyValue("request", result.getRequest())
                    .addKeyValue("warnings", result.getWarnings().size())
                    .log("A push was taken with warnings");
        }
        ScimException refusal = refusal(result);
        if (refusal != null) {
            throw refusal;
        }
        return switch (result.getResource()) {
            case UserState user ->
                resource(
                        operation,
                        call,
                        user.getId(),
                        user.getVersion(),
                        call.json().user(user, result.getGroups()));
            case GroupState group
            when isBare(operation, call) ->
                ResponseEntity.noContent()
                        .eTag(Versions.etag(group.getVersion()))
                        .build();
            case GroupState group -> {
                Set<String> members =
                        showsMembers(operation, call) ? members(call.connection(), group, outcome) : Set.of();
                yield resource(
                        operation,
                        call,
                        group.getId(),
                        group.getVersion(),
                        call.json().group(group, members));
            }
            case null, default -> ResponseEntity.noContent().build();
        };
    }

    /** Why a push was refused; null when it was not. */
    static @Nullable ScimException refusal(ProvisioningResult result) {
        return result.getStatus() < 400
                ? null
                : new ScimException(result.getStatus(), result.getScimType(), String.valueOf(result.getDetail()));
    }

    private Set<String> members(String connection, GroupState group, Outcome outcome) {
        return outcome.members().orElseGet(() -> directory.membersOf(connection, group.getId()));
    }

    private static ResponseEntity<byte[]> resource(
            Operation operation, ScimCall call, String id, long version, ObjectNode json) {
        ObjectNode shown = call.selection().apply(json);
        String location = call.json().location(call.endpoint(), id);
        ResponseEntity.BodyBuilder answer =
                operation == Operation.CREATE ? ResponseEntity.created(URI.create(location)) : ResponseEntity.ok();
        return ScimMedia.resource(answer, location, Versions.etag(version), shown);
    }

    /** A PATCH of a group answers without a body unless the client says what to show (RFC 7644 §3.5.2). */
    private static boolean isBare(Operation operation, ScimCall call) {
        return operation == Operation.PATCH
                && call.endpoint() == Endpoint.GROUPS
                && call.selection().mode() == Selection.Mode.ALL;
    }
}
