package dev.rollcall.ingest.scim;

import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.ScimJson;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a SearchRequest (RFC 7644 §3.4.3): the parameters of a GET, but in a body that no log keeps. */
final class SearchBody {

    private static final String URN = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
    private static final byte[] EMPTY = {};

    private SearchBody() {}

    /**
     * The parameters as a query string would have them; what else the body holds is ignored.
     *
     * @throws ScimException 400 invalidSyntax when it isn't a SearchRequest, invalidValue for a wrong type
     */
    static MultiValueMap<String, String> read(byte @Nullable [] body) {
        ObjectNode json = ScimJson.read(body == null ? EMPTY : body);
        JsonNode schemas = json.path("schemas");
        if (schemas.valueStream()
                .noneMatch(schema -> schema.isString() && schema.stringValue().equalsIgnoreCase(URN))) {
            throw ScimException.invalidSyntax("The body's schemas must hold " + URN + " (RFC 7644 §3.4.3).");
        }
        var query = new LinkedMultiValueMap<String, String>();
        for (String name : List.of("filter", "sortBy", "sortOrder", "cursor")) {
            given(json, name).ifPresent(value -> query.add(name, string(name, value)));
        }
        for (String name : List.of("startIndex", "count")) {
            given(json, name).ifPresent(value -> query.add(name, number(name, value)));
        }
        for (String name : List.of("attributes", "excludedAttributes")) {
            given(json, name).ifPresent(value -> {
                var names = value.isArray() ? value.valueStream().toList() : List.of(value);
                names.forEach(one -> query.add(name, string(name, one)));
            });
        }
        return query;
    }

    private static Optional<JsonNode> given(ObjectNode json, String name) {
        return json.optional(name).filter(value -> !value.isNull());
    }

    private static String string(String name, JsonNode value) {
        if (!value.isString()) {
            throw ScimException.invalidValue("The member " + name + " of a SearchRequest must be text.");
        }
        return value.stringValue();
    }

    private static String number(String name, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw ScimException.invalidValue("The member " + name + " of a SearchRequest must be a whole number.");
        }
        return Long.toString(value.longValue());
    }
}
