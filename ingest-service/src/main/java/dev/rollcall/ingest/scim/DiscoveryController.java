package dev.rollcall.ingest.scim;

import dev.rollcall.schemas.scim.ExtensionSchemas;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.setting.Settings;
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
    private final Features features;
    private final Settings settings;

    DiscoveryController(PublicUrl url, Features features, Settings settings) {
        this.url = url;
        this.features = features;
        this.settings = settings;
    }

    @GetMapping("/ServiceProviderConfig")
    Mono<ResponseEntity<byte[]>> serviceProviderConfig(ServerWebExchange exchange) {
        return answer(discovery(exchange).serviceProviderConfig());
    }

    @GetMapping("/ResourceTypes")
    Mono<ResponseEntity<byte[]>> resourceTypes(ServerWebExchange exchange) {
        return list(exchange, discovery(exchange).resourceTypes());
    }

    @GetMapping("/Schemas")
    Mono<ResponseEntity<byte[]>> schemas(ServerWebExchange exchange) {
        return list(exchange, discovery(exchange).schemas());
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
        String connection = Objects.requireNonNull(path.get("connection"));
        var declared = settings.connection(connection)
                .map(setting -> ExtensionSchemas.of(setting.value().getSchemas().values()))
                .orElse(ExtensionSchemas.NONE);
        return new Discovery(url.of(exchange.getRequest()) + "/scim/v2/" + connection, features, declared);
    }

    private static ObjectNode one(Map<String, ObjectNode> all, String id) {
        return all.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(id))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(
                        () -> ScimException.notFound("There is none with this id; list them by leaving the id out."));
    }

    /** All at once: sorting and paging are ignored, and a filter is refused (RFC 7644 §4). */
    private static Mono<ResponseEntity<byte[]>> list(ServerWebExchange exchange, Map<String, ObjectNode> all) {
        if (exchange.getRequest().getQueryParams().containsKey("filter")) {
            throw new ScimException(
                    403, null, "This list takes no filter (RFC 7644 §4); read it whole, or one by its id.");
        }
        return answer(Discovery.list(all));
    }

    private static Mono<ResponseEntity<byte[]>> answer(ObjectNode json) {
        return Mono.just(ScimMedia.body(ResponseEntity.ok(), json));
    }
}
