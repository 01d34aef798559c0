package dev.rollcall.ingest.ssf;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.nimbusds.jose.jwk.JWKSet;
import dev.rollcall.ingest.credential.SigningKeys;
import dev.rollcall.ingest.scim.PublicUrl;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What recipients need to know of us: the metadata and keys of the issuer of their tokens. */
@RestController
final class TransmitterController {

    static final String METADATA = "/.well-known/ssf-configuration";

    private static final String JWKS = "/ssf/jwks";
    private static final List<String> DELIVERY = List.of("urn:ietf:rfc:8935", "urn:ietf:rfc:8936");

    private final SigningKeys keys;
    private final PublicUrl url;

    TransmitterController(SigningKeys keys, PublicUrl url) {
        this.keys = keys;
        this.url = url;
    }

    /** As OpenID Shared Signals 1.0 §7.1 has it; streams are made by the admin API, so no more is told. */
    record Metadata(
            @JsonProperty("spec_version") String specVersion,
            String issuer,
            @JsonProperty("jwks_uri") String jwksUri,
            @JsonProperty("delivery_methods_supported") List<String> deliveryMethods) {}

    @GetMapping(METADATA)
    Metadata metadata(ServerHttpRequest request) {
        String issuer = url.of(request);
        return new Metadata("1_0", issuer, issuer + JWKS, DELIVERY);
    }

    /** The public keys that tokens are signed with (RFC 7517 §5). */
    @GetMapping(JWKS)
    ResponseEntity<String> jwks() {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(JWKSet.MIME_TYPE))
                .body(keys.trusted().toString());
    }
}
