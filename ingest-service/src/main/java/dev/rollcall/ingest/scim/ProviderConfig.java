package dev.rollcall.ingest.scim;

import dev.rollcall.schemas.scim.ScimJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /ServiceProviderConfig} (RFC 7643 §5, RFC 9865 §4), told from the {@link Features}. */
final class ProviderConfig {

    private static final String URN = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";

    private ProviderConfig() {}

    /** Without meta. */
    static ObjectNode json(Features features) {
        ObjectNode json = ScimJson.objectNode();
        json.putArray("schemas").add(URN);
        json.putObject("patch").put("supported", true);
        json.putObject("bulk")
                .put("supported", features.bulk().supported())
                .put("maxOperations", features.bulk().maxOperations())
                .put("maxPayloadSize", features.bulk().maxPayloadSize());
        json.putObject("filter").put("supported", true).put("maxResults", features.maxResults());
        json.putObject("changePassword").put("supported", false);
        json.putObject("sort").put("supported", features.sort());
        json.putObject("etag").put("supported", true);
        pagination(json.putObject("pagination"), features.pagination());
        // securityEvents (RFC 9967 §4) is left out: no tokens are sent, and strict clients refuse what they don't know
        authenticationSchemes(json.putArray("authenticationSchemes"));
        return json;
    }

    /** All that there are; which of them a connection takes is told to those who know it. */
    private static void authenticationSchemes(ArrayNode schemes) {
        schemes.addObject()
                .put("type", "oauthbearertoken")
                .put("name", "Bearer token")
                .put("description", "The connection's own token, in the Authorization header.")
                .put("specUri", "https://www.rfc-editor.org/info/rfc6750")
                .put("primary", true);
        schemes.addObject()
                .put("type", "oauth2")
                .put("name", "OAuth 2.0 client credentials")
                .put(
                        "description",
                        "Access tokens of the connection's token endpoint, oauth2/token, where it is enabled.")
                .put("specUri", "https://www.rfc-editor.org/info/rfc6749")
                .put("primary", false);
        schemes.addObject()
                .put("type", "httpbasic")
                .put("name", "HTTP Basic")
                .put("description", "A user name and password of the connection, where it is enabled.")
                .put("specUri", "https://www.rfc-editor.org/info/rfc7617")
                .put("primary", false);
    }

    private static void pagination(ObjectNode json, Features.Pagination pagination) {
        json.put("cursor", pagination.cursor())
                .put("index", true)
                .put("defaultPaginationMethod", "index")
                .put("defaultPageSize", pagination.defaultPageSize())
                .put("maxPageSize", pagination.maxPageSize());
        if (pagination.cursor()) {
            json.put("cursorTimeout", pagination.cursorTimeout());
        }
    }
}
