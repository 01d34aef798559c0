package dev.rollcall.ingest.scim;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.ingest.activity.capture.Call;
import dev.rollcall.ingest.credential.ScimClient;
import dev.rollcall.schemas.scim.Dialect;
import dev.rollcall.schemas.scim.ExtensionSchemas;
import dev.rollcall.schemas.scim.Profile;
import dev.rollcall.schemas.scim.ScimException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/** What a SCIM request says beside its body. */
record ScimCall(
        ScimClient client,
        Endpoint endpoint,
        Optional<String> id,
        HttpHeaders headers,
        MultiValueMap<String, String> query,
        ResourceJson json,
        Selection selection) {

    private static final Pattern TRACEPARENT = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /**
     * Reads it from the path, query and headers.
     *
     * @throws ScimException 404 when the id can't be one of ours, 400 for a wrong query
     */
    static ScimCall of(ServerWebExchange exchange, ScimClient client, PublicUrl url) {
        Map<String, String> path = exchange.getRequiredAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        return of(exchange, client, url, Endpoint.of(Objects.requireNonNull(path.get("endpoint"))));
    }

    /** Of a request whose path doesn't tell the endpoint. */
    static ScimCall of(ServerWebExchange exchange, ScimClient client, PublicUrl url, Endpoint endpoint) {
        Map<String, String> path = exchange.getRequiredAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        var request = exchange.getRequest();
        Optional<String> id = Optional.ofNullable(path.get("id"));
        Call notes = Call.of(exchange);
        notes.within(traceparent(request.getHeaders()).orElse(null));
        notes.on(endpoint.type(), id.filter(ScimCall::isId).orElse(null));
        return new ScimCall(
                client,
                endpoint,
                id.map(given -> known(endpoint, given)),
                request.getHeaders(),
                request.getQueryParams(),
                new ResourceJson(url.of(request) + "/scim/v2/" + client.connection()),
                Selection.of(request.getQueryParams()).with(declared(client.setting(), endpoint)));
    }

    /** The same, to be answered with what was written. */
    ScimCall written(String body) {
        return new ScimCall(client, endpoint, id, headers, query, json, selection.written(body));
    }

    /** The connection, by its id. */
    String connection() {
        return client.connection();
    }

    /** How the connection's client is understood. */
    Dialect dialect() {
        return dialect(client.setting(), endpoint);
    }

    /** How a connection's client is understood where it speaks of an endpoint's resources. */
    static Dialect dialect(ConnectionSetting setting, Endpoint endpoint) {
        return new Dialect(
                Profile.named(setting.getProfile())
                        .orElseThrow(() -> new ScimException(
                                501, null, "This instance is older than the connection's profile; upgrade it.")),
                declared(setting, endpoint));
    }

    /** The extensions that a connection declares for any type. */
    static ExtensionSchemas declared(ConnectionSetting setting) {
        return ExtensionSchemas.of(setting.getSchemas().values());
    }

    private static ExtensionSchemas declared(ConnectionSetting setting, Endpoint endpoint) {
        return declared(setting).of(endpoint.resource());
    }

    /** W3C Trace Context of the request, where it has a valid one. */
    Optional<String> traceparent() {
        return traceparent(headers);
    }

    static Optional<String> traceparent(HttpHeaders headers) {
        return Optional.ofNullable(headers.getFirst("traceparent"))
                .filter(value -> TRACEPARENT.matcher(value).matches());
    }

    /** The id in the path. */
    String resource() {
        return id.orElseThrow();
    }

    /** All ids are UUIDs that we made; anything else is nobody's, and needs no look. */
    static String known(Endpoint endpoint, String id) {
        if (!isId(id)) {
            throw notFound(endpoint);
        }
        return id;
    }

    private static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    static ScimException notFound(Endpoint endpoint) {
        return ScimException.notFound("There is no " + endpoint.resource() + " with this id in this connection.");
    }
}
