package dev.rollcall.ingest.oauth;

import dev.rollcall.ingest.scim.PublicUrl;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Metadata of the connections' authorization servers, at the well-known URI of each issuer (RFC 8414 §3.1). */
@RestController
final class MetadataController {

    private final PublicUrl url;

    MetadataController(PublicUrl url) {
        this.url = url;
    }

    /** The same for every connection, whether it is there or not. */
    @GetMapping("/.well-known/oauth-authorization-server/scim/v2/{connection}")
    ServerMetadata metadata(@PathVariable String connection, ServerHttpRequest request) {
        return ServerMetadata.of(url.of(request) + "/scim/v2/" + connection);
    }
}
