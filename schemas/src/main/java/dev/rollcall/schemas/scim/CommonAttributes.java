package dev.rollcall.schemas.scim;

import java.util.List;

/**
 * What every resource has beside the attributes that clients set; no schema lists them (RFC 7643 §3, §3.1). A client may
 * send them back in a POST or PUT, and they are ignored (RFC 7644 §3.3, §3.5.1).
 */
final class CommonAttributes {

    /** {@code schemas} holds URNs, which are compared without case (RFC 7643 §2.1). */
    static final List<AttributeDefinition> ALL =
            DefinitionReader.attributes(ScimJson.read("""
            {"attributes": [
              {"name": "schemas", "multiValued": true, "mutability": "readOnly", "returned": "always",
               "description": "The URNs of the schemas that the resource has attributes of."},
              {"name": "id", "caseExact": true, "mutability": "readOnly", "returned": "always",
               "description": "The identifier of the resource, never used again."},
              {"name": "meta", "type": "complex", "mutability": "readOnly",
               "description": "What the server knows of the resource.",
               "subAttributes": [
                 {"name": "resourceType", "caseExact": true, "mutability": "readOnly",
                  "description": "The name of the resource type."},
                 {"name": "created", "type": "dateTime", "mutability": "readOnly",
                  "description": "When the resource was made."},
                 {"name": "lastModified", "type": "dateTime", "mutability": "readOnly",
                  "description": "When the resource was changed last."},
                 {"name": "location", "type": "reference", "referenceTypes": ["uri"], "caseExact": true,
                  "mutability": "readOnly", "description": "The URI of the resource."},
                 {"name": "version", "caseExact": true, "mutability": "readOnly",
                  "description": "The ETag of the resource."}]}]}""").path("attributes"), "attributes");

    private CommonAttributes() {}

    static boolean have(String name) {
        return ALL.stream().anyMatch(attribute -> attribute.name().equalsIgnoreCase(name));
    }
}
