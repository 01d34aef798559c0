package dev.rollcall.ingest.scim;

import dev.rollcall.ingest.directory.QueryProperties;
import dev.rollcall.schemas.scim.ScimException;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Tells what this service provider can (RFC 7644 §4). */
@RestController
@RequestMapping("/scim/v2/{connection}")
final class DiscoveryController {

    private final PublicUrl url;
    private final QueryProperties queries;

    DiscoveryController(PublicUrl url, QueryProperties queries) {
        this.url = url;
        this.queries = queries;
    }

    @GetMapping("/ServiceProviderConfig")
    Mono<ResponseEntity<byte[]>> serviceProviderConfig(ServerWebExchange exchange) {
        return answer(discovery(exchange).serviceProviderConfig());
    }

    @GetMapping("/ResourceTypes")
    Mono<ResponseEntity<byte[]>> resourceTypes(ServerWebExchange exchange) {
        return answer(Discovery.list(discovery(exchange).resourceTypes()));
    }

    @GetMapping("/Schemas")
    Mono<ResponseEntity<byte[]>> schemas(ServerWebExchange exchange) {
        return answer(Discovery.list(discovery(exchange).schemas()));
    }

    @GetMapping("/ResourceTypes/{id}")
    Mono<ResponseEntity<byte[]>> resourceType(ServerWebExchange exchange, @PathVariable String id) {
        return answer(one(discovery(exchange).resourceTypes(), id));
    }

    @GetMapping("/Schemas/{id}")
    Mono<ResponseEntity<byte[]>> schema(ServerWebExchange exchange, @PathVariable String id) {
        return answer(one(discovery(exchange).schemas(), id));
    }

    private Discovery discovery(ServerWebExchange exchange) {
        Map<String, String> path = exchange.getRequiredAttribute(
                org.springframework.web.reactive.HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        return new Discovery(
                url.of(exchange.getRequest()) + "/scim/v2/" + Objects.requireNonNull(path.get("connection")),
                queries.cursorTimeout());
    }

    private static ObjectNode one(Map<String, ObjectNode> all, String id) {
        ObjectNode found = all.get(id);
        if (found == null) {
            throw ScimException.notFound("There is none with this id; list them by leaving the id out.");
        }
        return found;
    }

    private static Mono<ResponseEntity<byte[]>> answer(ObjectNode json) {
        return Mono.just(ScimMedia.body(ResponseEntity.ok(), json));
    }
}
