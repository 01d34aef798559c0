package dev.rollcall.ingest.scim;

import dev.rollcall.ingest.credential.ScimClient;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Lists by POST (RFC 7644 §3.4.3), of one type or at the root of all; and by GET at the root (§3.4.2.1). */
@RestController
@RequestMapping("/scim/v2/{connection}")
final class SearchController {

    private final Lists lists;
    private final PublicUrl url;
    private final Scheduler blocking;

    SearchController(Lists lists, PublicUrl url, Scheduler blocking) {
        this.lists = lists;
        this.url = url;
        this.blocking = blocking;
    }

    @PostMapping(
            path = {"/.search", Endpoint.PATH + "/.search"},
            consumes = {ScimMedia.SCIM_JSON, MediaType.APPLICATION_JSON_VALUE})
    Mono<ResponseEntity<byte[]>> search(
            @RequestBody(required = false) byte @Nullable [] body, ServerWebExchange exchange, ScimClient client) {
        return Mono.fromCallable(() -> ScimMedia.body(
                        ResponseEntity.ok(), lists.list(ListCall.of(exchange, client, url, SearchBody.read(body)))))
                .subscribeOn(blocking);
    }

    @GetMapping
    Mono<ResponseEntity<byte[]>> root(ServerWebExchange exchange, ScimClient client) {
        return Mono.fromCallable(() -> ScimMedia.body(
                        ResponseEntity.ok(),
                        lists.list(ListCall.of(
                                exchange, client, url, exchange.getRequest().getQueryParams()))))
                .subscribeOn(blocking);
    }
}
