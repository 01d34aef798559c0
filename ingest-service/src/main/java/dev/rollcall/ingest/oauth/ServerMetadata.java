package dev.rollcall.ingest.oauth;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What clients learn of a connection's authorization server (RFC 8414 §2). */
record ServerMetadata(
        String issuer,
        @JsonProperty("token_endpoint") String tokenEndpoint,
        @JsonProperty("jwks_uri") String jwksUri,
        @JsonProperty("grant_types_supported") List<String> grantTypes,
        @JsonProperty("response_types_supported") List<String> responseTypes,

        @JsonProperty("token_endpoint_auth_methods_supported")
        List<String> clientAuthentication) {

    /** @param issuer the SCIM base URL of the connection */
    static ServerMetadata of(String issuer) {
        return new ServerMetadata(
                issuer,
                issuer + "/oauth2/token",
                issuer + "/oauth2/jwks",
                List.of("client_credentials"),
                List.of(),
                List.of("client_secret_basic", "client_secret_post"));
    }
}
