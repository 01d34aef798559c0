package dev.rollcall.ingest.scim;

import dev.rollcall.ingest.activity.capture.Call;
import dev.rollcall.ingest.credential.ScimClient;
import dev.rollcall.ingest.request.Requests;
import dev.rollcall.schemas.scim.ScimException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
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
            @RequestBody(required = false) byte @Nullable [] body, ServerWebExchange exchange, ScimClient client) {
        return Mono.fromCallable(() -> {
                    var request = BulkRequest.read(body == null ? EMPTY : body, limits);
                    var call = new BulkCall(
                            client,
                            new ResourceJson(url.of(exchange.getRequest()) + "/scim/v2/" + client.connection()),
                            ScimCall.traceparent(exchange.getRequest().getHeaders())
                                    .orElse(null),
                            Call.of(exchange));
                    call.notes().within(call.traceparent());
                    try (var bulk = new Bulk(requests, bodies, call, request)) {
                        return ScimMedia.body(ResponseEntity.ok(), BulkAnswer.of(bulk.run()));
                    }
                })
                .onErrorResume(CancellationException.class, _ -> Mono.never()) // the client is gone
                .subscribeOn(blocking);
    }
}
