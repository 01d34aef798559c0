package dev.rollcall.ingest.scim;

import dev.rollcall.schemas.scim.ScimCodec;
import dev.rollcall.schemas.scim.ScimJson;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is told of this service provider (RFC 7643 §5 to §7). The schemas tell their names only, so far.
 *
 * @param base URL of the connection's endpoints
 * @param cursorTimeout how long a cursor can be used
 */
record Discovery(String base, Duration cursorTimeout) {

    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";

    ObjectNode serviceProviderConfig() {
        ObjectNode json = typed("ServiceProviderConfig");
        json.putObject("patch").put("supported", true);
        json.putObject("bulk").put("supported", false).put("maxOperations", 0).put("maxPayloadSize", 0);
        json.putObject("filter").put("supported", true).put("maxResults", ListQuery.MAX_COUNT);
        json.putObject("changePassword").put("supported", false);
        json.putObject("sort").put("supported", true);
        json.putObject("pagination")
                .put("cursor", true)
                .put("index", true)
                .put("defaultPaginationMethod", "index")
                .put("defaultPageSize", ListQuery.DEFAULT_COUNT)
                .put("maxPageSize", ListQuery.MAX_COUNT)
                .put("cursorTimeout", cursorTimeout.toSeconds());
        json.putObject("etag").put("supported", true);
        json.putArray("authenticationSchemes")
                .addObject()
                .put("type", "oauthbearertoken")
                .put("name", "Bearer token")
                .put("description", "The connection's own token, in the Authorization header.")
                .put("primary", true);
        return meta(json, "ServiceProviderConfig", "/ServiceProviderConfig");
    }

    Map<String, ObjectNode> resourceTypes() {
        var types = new LinkedHashMap<String, ObjectNode>();
        for (Endpoint endpoint : Endpoint.values()) {
            ObjectNode json = typed("ResourceType")
                    .put("id", endpoint.resource())
                    .put("name", endpoint.resource())
                    .put("endpoint", "/" + endpoint.segment())
                    .put("schema", endpoint.codec().urn());
            if (endpoint == Endpoint.USERS) {
                json.putArray("schemaExtensions")
                        .addObject()
                        .put("schema", ScimCodec.ENTERPRISE_URN)
                        .put("required", false);
            }
            types.put(endpoint.resource(), meta(json, "ResourceType", "/ResourceTypes/" + endpoint.resource()));
        }
        return types;
    }

    Map<String, ObjectNode> schemas() {
        var schemas = new LinkedHashMap<String, ObjectNode>();
        schemas.put(ScimCodec.USER_URN, schema(ScimCodec.USER_URN, "User"));
        schemas.put(ScimCodec.GROUP_URN, schema(ScimCodec.GROUP_URN, "Group"));
        schemas.put(ScimCodec.ENTERPRISE_URN, schema(ScimCodec.ENTERPRISE_URN, "EnterpriseUser"));
        return schemas;
    }

    /** A ListResponse with all of them. */
    static ObjectNode list(Map<String, ObjectNode> all) {
        return ListResponse.byIndex((long) all.size(), 1, List.copyOf(all.values()));
    }

    private ObjectNode schema(String urn, String name) {
        return meta(typed("Schema").put("id", urn).put("name", name), "Schema", "/Schemas/" + urn);
    }

    private static ObjectNode typed(String type) {
        ObjectNode json = ScimJson.objectNode();
        ArrayNode schemas = json.putArray("schemas");
        schemas.add(CORE + type);
        return json;
    }

    private ObjectNode meta(ObjectNode json, String type, String path) {
        json.putObject("meta").put("resourceType", type).put("location", base + path);
        return json;
    }
}
