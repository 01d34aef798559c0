package dev.rollcall.ingest.connection;

import dev.rollcall.schemas.scim.ExtensionSchema;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.ScimJson;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.node.ObjectNode;

/** Reads the extension schemas that an administrator declares, into the form in which settings keep them: URN to JSON. */
final class DeclaredSchemas {

    private static final int MAX_SCHEMAS = 16;

    private DeclaredSchemas() {}

    /** @throws ResponseStatusException 400 that names the place */
    static Map<String, String> of(List<@Nullable ObjectNode> schemas) {
        var declared = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < schemas.size(); i++) {
            ExtensionSchema schema = read(schemas.get(i), "schemas[" + i + "].");
            if (declared.put(schema.schema().id(), ScimJson.write(schema.json())) != null) {
                throw refused("schemas[" + i + "].id is there twice; URNs are compared without case.");
            }
        }
        return checked(declared);
    }

    /**
     * Those so far and one more, which replaces the one of the same URN.
     *
     * @throws ResponseStatusException 400 that names the place
     */
    static Map<String, String> with(Map<String, String> before, String urn, ObjectNode json) {
        ExtensionSchema schema = read(json, "");
        if (!schema.schema().id().equalsIgnoreCase(urn)) {
            throw refused("id must be the URN in the path.");
        }
        Map<String, String> declared = without(before, urn);
        declared.put(schema.schema().id(), ScimJson.write(schema.json()));
        return checked(declared);
    }

    static Map<String, String> without(Map<String, String> before, String urn) {
        var declared = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        declared.putAll(before);
        declared.remove(urn);
        return declared;
    }

    private static ExtensionSchema read(@Nullable ObjectNode json, String at) {
        try {
            // read anew, for names without case
            return ExtensionSchema.read(ScimJson.read(String.valueOf(json)));
        } catch (ScimException e) {
            throw refused(at + e.detail());
        }
    }

    private static Map<String, String> checked(Map<String, String> declared) {
        if (declared.size() > MAX_SCHEMAS) {
            throw refused("A connection takes at most " + MAX_SCHEMAS + " schemas.");
        }
        return declared;
    }

    private static ResponseStatusException refused(String detail) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
    }
}
