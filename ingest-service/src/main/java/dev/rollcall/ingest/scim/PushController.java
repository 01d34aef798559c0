package dev.rollcall.ingest.scim;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rollcall.event.Operation;
import dev.rollcall.ingest.activity.capture.Call;
import dev.rollcall.ingest.credential.ScimClient;
import dev.rollcall.ingest.request.Outcome;
import dev.rollcall.ingest.request.Push;
import dev.rollcall.ingest.request.Requests;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Takes what changes a resource: POST, PUT, PATCH and DELETE (RFC 7644 §3.3, §3.5, §3.6). */
@RestController
@RequestMapping("/scim/v2/{connection}" + Endpoint.PATH)
final class PushController {

    private final Requests requests;
    private final PushBodies bodies;
    private final PushAnswer answer;
    private final PublicUrl url;
    private final Scheduler blocking;

    PushController(Requests requests, PushBodies bodies, PushAnswer answer, PublicUrl url, Scheduler blocking) {
        this.requests = requests;
        this.bodies = bodies;
        this.answer = answer;
        this.url = url;
        this.blocking = blocking;
    }

    @PostMapping(consumes = {ScimMedia.SCIM_JSON, MediaType.APPLICATION_JSON_VALUE})
    Mono<ResponseEntity<byte[]>> create(
            @RequestBody(required = false) byte @Nullable [] body, ServerWebExchange exchange, ScimClient client) {
        return push(Operation.CREATE, body, exchange, client);
    }

    @PutMapping(
            path = "/{id}",
            consumes = {ScimMedia.SCIM_JSON, MediaType.APPLICATION_JSON_VALUE})
    Mono<ResponseEntity<byte[]>> replace(
            @RequestBody(required = false) byte @Nullable [] body, ServerWebExchange exchange, ScimClient client) {
        return push(Operation.REPLACE, body, exchange, client);
    }

    @PatchMapping(
            path = "/{id}",
            consumes = {ScimMedia.SCIM_JSON, MediaType.APPLICATION_JSON_VALUE})
    Mono<ResponseEntity<byte[]>> patch(
            @RequestBody(required = false) byte @Nullable [] body, ServerWebExchange exchange, ScimClient client) {
        return push(Operation.PATCH, body, exchange, client);
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<byte[]>> delete(ServerWebExchange exchange, ScimClient client) {
        return push(Operation.DELETE, null, exchange, client);
    }

    /** A body may be large, so it is read on a virtual thread and not on the event loop. */
    private Mono<ResponseEntity<byte[]>> push(
            Operation operation, byte @Nullable [] body, ServerWebExchange exchange, ScimClient client) {
        return Mono.fromCallable(() -> {
                    Call notes = Call.of(exchange);
                    notes.asks(operation);
                    notes.sends(body);
                    ScimCall call = ScimCall.of(exchange, client, url);
                    Optional<AsyncPreference> later = AsyncPreference.of(call.headers());
                    Push push = push(operation, body, call, later.isPresent());
                    notes.on(push.type(), push.resource());
                    ScimCall written = push.body() == null ? call : call.written(push.body());
                    if (later.isPresent()) {
                        return later(push, written, later.get(), notes);
                    }
                    return answer.of(operation, written, outcome(push, notes));
                })
                .onErrorResume(CancellationException.class, _ -> Mono.never()) // the client is gone
                .subscribeOn(blocking);
    }

    private Outcome outcome(Push push, Call notes) {
        try (Requests.Sent sent = requests.publish(push)) {
            notes.sent(sent.txn());
            Outcome outcome = sent.outcome();
            notes.became(outcome);
            return outcome;
        }
    }

    /** The answer if it comes in time, else where it can be fetched (RFC 9967 §2.5.1). */
    private ResponseEntity<byte[]> later(Push push, ScimCall call, AsyncPreference preference, Call notes) {
        try (Requests.Sent sent = requests.publish(push)) {
            notes.sent(sent.txn());
            Optional<Outcome> outcome = sent.outcomeWithin(preference.patience());
            if (outcome.isPresent()) {
                notes.became(outcome.get());
                return answer.of(push.operation(), call, outcome.get());
            }
            notes.accepted();
            return ResponseEntity.accepted()
                    .header(AsyncResultController.SET_TXN, sent.txn())
                    .header("Preference-Applied", AsyncPreference.RESPOND_ASYNC)
                    .header(HttpHeaders.LOCATION, AsyncResultController.location(call, sent.txn()))
                    .build();
        }
    }

    private Push push(Operation operation, byte @Nullable [] body, ScimCall call, boolean asynchronous) {
        return new Push(
                call.connection(),
                operation,
                call.endpoint().type(),
                operation == Operation.CREATE
                        ? UuidCreator.getTimeOrderedEpoch().toString()
                        : call.resource(),
                call.headers().getFirst(HttpHeaders.IF_MATCH),
                operation == Operation.DELETE ? null : bodies.read(call.endpoint(), operation, call.dialect(), body),
                call.dialect(),
                call.client().credential(),
                call.traceparent().orElse(null),
                PushAnswer.showsMembers(operation, call),
                asynchronous);
    }
}
