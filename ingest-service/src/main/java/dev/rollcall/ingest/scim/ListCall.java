package dev.rollcall.ingest.scim;

import dev.rollcall.ingest.activity.capture.Call;
import dev.rollcall.ingest.credential.ScimClient;
import dev.rollcall.ingest.directory.Search;
import dev.rollcall.schemas.query.Condition;
import dev.rollcall.schemas.query.FilterParser;
import dev.rollcall.schemas.query.Order;
import dev.rollcall.schemas.query.QuerySchema;
import dev.rollcall.schemas.query.QuerySchemas;
import dev.rollcall.schemas.scim.ExtensionSchemas;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * A request for a list of one resource type, or at the root for one of all.
 *
 * @param declared the extensions that the connection declares
 * @param notes for the request log
 */
record ListCall(
        String connection,
        List<Endpoint> endpoints,
        ListQuery query,
        ExtensionSchemas declared,
        ResourceJson json,
        Call notes) {

    /** @param parameters of the query string or of a body */
    static ListCall of(
            ServerWebExchange exchange, ScimClient client, PublicUrl url, MultiValueMap<String, String> parameters) {
        Map<String, String> path = exchange.getRequiredAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        String connection = Objects.requireNonNull(path.get("connection"));
        List<Endpoint> endpoints = Optional.ofNullable(path.get("endpoint"))
                .map(segment -> List.of(Endpoint.of(segment)))
                .orElse(List.of(Endpoint.values()));
        Call notes = Call.of(exchange);
        notes.within(ScimCall.traceparent(exchange.getRequest().getHeaders()).orElse(null));
        notes.searches(parameters);
        if (endpoints.size() == 1) {
            notes.on(endpoints.getFirst().type(), null);
        }
        return new ListCall(
                connection,
                endpoints,
                ListQuery.of(parameters),
                ScimCall.declared(client.setting()),
                new ResourceJson(url.of(exchange.getRequest()) + "/scim/v2/" + connection),
                notes);
    }

    /** One search for each type; they differ in what the names of the filter mean. */
    List<Search> searches() {
        List<QuerySchema> schemas = endpoints.stream().map(this::schema).toList();
        return endpoints.stream()
                .map(endpoint -> search(endpoint, schema(endpoint), schemas))
                .toList();
    }

    /** What answers show of resources of a type. */
    Selection selection(Endpoint endpoint) {
        return query.selection().with(declared.of(endpoint.resource()));
    }

    private QuerySchema schema(Endpoint endpoint) {
        return QuerySchemas.of(endpoint.type(), declared.of(endpoint.resource()));
    }

    private Search search(Endpoint endpoint, QuerySchema schema, List<QuerySchema> all) {
        Condition filter = query.filter() == null ? null : FilterParser.parse(query.filter(), schema, all);
        Order order = query.sortBy() == null ? Order.BY_ID : Order.of(query.sortBy(), query.descending(), schema, all);
        return new Search(connection, endpoint.type(), filter, order);
    }

    /** All that a cursor of this list is bound to. */
    String identity() {
        return String.join(
                "\n",
                connection,
                endpoints.toString(),
                String.valueOf(query.filter()),
                String.valueOf(query.sortBy()),
                Boolean.toString(query.descending()));
    }
}
