package dev.rollcall.ingest.scim;

import dev.rollcall.schemas.scim.ExtensionSchema;
import dev.rollcall.schemas.scim.ExtensionSchemas;
import dev.rollcall.schemas.scim.SchemaDefinition;
import dev.rollcall.schemas.scim.ScimJson;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is told of the resources that a connection serves (RFC 7643 §6, §7), from the definitions that pushes are judged
 * by.
 *
 * @param base URL of the connection's endpoints
 * @param features what is supported, and how much of it
 * @param extensions what the connection declares beside the enterprise extension
 */
record Discovery(String base, Features features, ExtensionSchemas extensions) {

    private static final String RESOURCE_TYPE = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";

    ObjectNode serviceProviderConfig() {
        return meta(ProviderConfig.json(features), "ServiceProviderConfig", "/ServiceProviderConfig");
    }

    /** By name. */
    Map<String, ObjectNode> resourceTypes() {
        var types = new LinkedHashMap<String, ObjectNode>();
        for (Endpoint endpoint : Endpoint.values()) {
            types.put(endpoint.resource(), resourceType(endpoint));
        }
        return types;
    }

    /** By URN. */
    Map<String, ObjectNode> schemas() {
        var schemas = new LinkedHashMap<String, ObjectNode>();
        Stream.concat(
                        Arrays.stream(Endpoint.values())
                                .flatMap(endpoint -> Stream.concat(
                                        Stream.of(endpoint.codec().schema()), endpoint.codec().extensions().stream())),
                        extensions.stream().map(ExtensionSchema::schema))
                .forEach(schema -> schemas.put(schema.id(), meta(schema.json(), "Schema", "/Schemas/" + schema.id())));
        return schemas;
    }

    /** A ListResponse with all of them. */
    static ObjectNode list(Map<String, ObjectNode> all) {
        return ListResponse.byIndex((long) all.size(), 1, List.copyOf(all.values()));
    }

    private ObjectNode resourceType(Endpoint endpoint) {
        ObjectNode json = ScimJson.objectNode();
        json.putArray("schemas").add(RESOURCE_TYPE);
        json.put("id", endpoint.resource())
                .put("name", endpoint.resource())
                .put("description", endpoint.codec().schema().description())
                .put("endpoint", "/" + endpoint.segment())
                .put("schema", endpoint.codec().urn());
        ArrayNode array = json.putArray("schemaExtensions");
        Stream.concat(
                        endpoint.codec().extensions().stream(),
                        extensions.of(endpoint.resource()).stream().map(ExtensionSchema::schema))
                .map(SchemaDefinition::id)
                .forEach(urn -> array.addObject().put("schema", urn).put("required", false));
        return meta(json, "ResourceType", "/ResourceTypes/" + endpoint.resource());
    }

    private ObjectNode meta(ObjectNode json, String type, String path) {
        json.putObject("meta").put("resourceType", type).put("location", base + path);
        return json;
    }
}
