package dev.rollcall.ingest.scim;

import dev.rollcall.ingest.activity.capture.Call;
import dev.rollcall.ingest.credential.ScimClient;
import dev.rollcall.schemas.scim.Dialect;
import org.jspecify.annotations.Nullable;

/** What a bulk request says beside its body, for each of its operations. */
record BulkCall(
        ScimClient client, ResourceJson json, @Nullable String traceparent, Call notes) {

    /** How the client is understood where it speaks of an endpoint's resources. */
    Dialect dialect(Endpoint endpoint) {
        return ScimCall.dialect(client.setting(), endpoint);
    }
}
