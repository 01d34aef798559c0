package dev.rollcall.ingest.scim;

import dev.rollcall.schemas.scim.ScimJson;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.node.ObjectNode;

/** SCIM's media type (RFC 7644 §8.1), and answers in it. */
final class ScimMedia {

    static final String SCIM_JSON = "application/scim+json";
    static final MediaType TYPE = MediaType.parseMediaType(SCIM_JSON);

    private ScimMedia() {}

    static ResponseEntity<byte[]> body(ResponseEntity.BodyBuilder answer, ObjectNode json) {
        return answer.contentType(TYPE).body(ScimJson.writeBytes(json));
    }

    /**
     * An answer with a resource, its ETag and where it is, which {@code meta} says too (RFC 7643 §3.1).
     *
     * @param tag null where the ETag is set elsewhere
     */
    static ResponseEntity<byte[]> resource(
            ResponseEntity.BodyBuilder answer, String location, @Nullable String tag, ObjectNode json) {
        return body(answer.header(HttpHeaders.CONTENT_LOCATION, location).eTag(tag), json);
    }
}
