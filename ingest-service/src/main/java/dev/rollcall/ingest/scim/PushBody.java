package dev.rollcall.ingest.scim;

import dev.rollcall.event.Operation;
import dev.rollcall.schemas.scim.Members;
import dev.rollcall.schemas.scim.PatchReader;
import dev.rollcall.schemas.scim.Reading;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.ScimJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Checks a body with the very code that decides it later, as far as that needs no state. */
final class PushBody {

    private static final byte[] EMPTY = {};

    private PushBody() {}

    /**
     * The body as it is published: normal JSON without a password.
     *
     * @throws ScimException 400 with the scimType of RFC 7644 Table 9
     */
    static String read(Endpoint endpoint, Operation operation, Reading reading, byte @Nullable [] body) {
        ObjectNode json = ScimJson.read(body == null ? EMPTY : body);
        if (operation == Operation.PATCH) {
            PatchReader.read(endpoint.codec(), json, reading);
        } else {
            endpoint.codec().read(json, null, reading);
            if (endpoint == Endpoint.GROUPS) {
                Members.of(json, reading);
            }
        }
        Passwords.drop(json);
        return ScimJson.write(json);
    }
}
