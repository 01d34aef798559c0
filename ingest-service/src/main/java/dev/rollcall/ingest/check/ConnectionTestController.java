package dev.rollcall.ingest.check;

import dev.rollcall.ingest.scim.PublicUrl;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The admin API for testing a connection. */
@RestController
final class ConnectionTestController {

    private final ConnectionTest test;
    private final PublicUrl url;
    private final Scheduler blocking;

    ConnectionTestController(ConnectionTest test, PublicUrl url, Scheduler blocking) {
        this.test = test;
        this.url = url;
        this.blocking = blocking;
    }

    /** Changes nothing, here or at the provider. */
    @PostMapping("/api/v1/connections/{id}/test")
    Mono<ConnectionReport> run(@PathVariable String id, ServerHttpRequest request) {
        return Mono.fromCallable(() -> test.run(id, url.of(request))).subscribeOn(blocking);
    }
}
