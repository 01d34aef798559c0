package dev.rollcall.ingest.scim;

import dev.rollcall.ingest.credential.ScimClient;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.Versions;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Shows resources: one by its id, or those that a filter selects (RFC 7644 §3.4.1, §3.4.2). */
@RestController
@RequestMapping("/scim/v2/{connection}" + Endpoint.PATH)
final class ResourceController {

    private final Resources resources;
    private final Lists lists;
    private final PublicUrl url;
    private final Scheduler blocking;

    ResourceController(Resources resources, Lists lists, PublicUrl url, Scheduler blocking) {
        this.resources = resources;
        this.lists = lists;
        this.url = url;
        this.blocking = blocking;
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(ServerWebExchange exchange, ScimClient client) {
        return Mono.fromCallable(() -> {
                    ScimCall call = ScimCall.of(exchange, client, url);
                    var found = resources.find(call).orElseThrow(() -> ScimCall.notFound(call.endpoint()));
                    String location = call.json().location(call.endpoint(), call.resource());
                    String tag = Versions.etag(found.version());
                    String known = call.headers().getFirst(HttpHeaders.IF_NONE_MATCH);
                    if (known != null && found.isTold() && Versions.matches(known, found.version())) {
                        return ResponseEntity.status(HttpStatus.NOT_MODIFIED)
                                .header(HttpHeaders.CONTENT_LOCATION, location)
                                .eTag(tag)
                                .<byte[]>build();
                    }
                    if (!found.isTold()) {
                        // Spring answers 304 by itself where it finds an answer's tag in If-None-Match
                        var response = exchange.getResponse();
                        response.beforeCommit(() ->
                                Mono.fromRunnable(() -> response.getHeaders().setETag(tag)));
                    }
                    return ScimMedia.resource(
                            ResponseEntity.ok(),
                            location,
                            found.isTold() ? tag : null,
                            call.selection().apply(found.json().get()));
                })
                .subscribeOn(blocking);
    }

    /** @throws ScimException 400 invalidFilter for a wrong filter, invalidValue for a wrong parameter */
    @GetMapping
    Mono<ResponseEntity<byte[]>> list(ServerWebExchange exchange, ScimClient client) {
        return Mono.fromCallable(() -> ScimMedia.body(
                        ResponseEntity.ok(),
                        lists.list(ListCall.of(
                                exchange, client, url, exchange.getRequest().getQueryParams()))))
                .subscribeOn(blocking);
    }
}
