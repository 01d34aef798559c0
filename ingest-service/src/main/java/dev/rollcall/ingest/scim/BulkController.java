package dev.rollcall.ingest.scim;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.ingest.credential.ConnectionTokens;
import dev.rollcall.ingest.request.Requests;
import dev.rollcall.schemas.scim.ScimException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Takes many operations at once (RFC 7644 §3.7). The request succeeds as a whole; each operation tells its own fate. */
@RestController
final class BulkController {

    private static final byte[] EMPTY = {};

    private final Requests requests;
    private final PushBodies bodies;
    private final BulkProperties limits;
    private final PublicUrl url;
    private final Scheduler blocking;

    BulkController(Requests requests, PushBodies bodies, BulkProperties limits, PublicUrl url, Scheduler blocking) {
        this.requests = requests;
        this.bodies = bodies;
        this.limits = limits;
        this.url = url;
        this.blocking = blocking;
    }

    /** @throws ScimException 413 that names the limit, 400 when it isn't a bulk request */
    @PostMapping(
            path = "/scim/v2/{connection}/Bulk",
            consumes = {ScimMedia.SCIM_JSON, MediaType.APPLICATION_JSON_VALUE})
    Mono<ResponseEntity<byte[]>> bulk(
            @PathVariable String connection,
            @RequestBody(required = false) byte @Nullable [] body,
            ServerWebExchange exchange,
            BearerTokenAuthentication client) {
        return Mono.fromCallable(() -> {
                    var request = BulkRequest.read(body == null ? EMPTY : body, limits);
                    var call = new BulkCall(
                            connection,
                            new ResourceJson(url.of(exchange.getRequest()) + "/scim/v2/" + connection),
                            Objects.requireNonNull((ConnectionSetting)
                                    client.getTokenAttributes().get(ConnectionTokens.SETTING)),
                            (String) client.getTokenAttributes().get(ConnectionTokens.CREDENTIAL),
                            ScimCall.traceparent(exchange.getRequest().getHeaders())
                                    .orElse(null));
                    try (var bulk = new Bulk(requests, bodies, call, request)) {
                        return ScimMedia.body(ResponseEntity.ok(), BulkAnswer.of(bulk.run()));
                    }
                })
                .onErrorResume(CancellationException.class, _ -> Mono.never()) // the client is gone
                .subscribeOn(blocking);
    }
}
