package dev.rollcall.ingest.ops;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Handles every request off the event loop. Reactor Netty 1.3.7 stops reading a kept-alive connection when a request
 * that was queued behind another is answered synchronously (reactor-netty#4361); answered later, it reads on.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class OffEventLoop implements WebFilter {

    private final Scheduler blocking;

    OffEventLoop(Scheduler blocking) {
        this.blocking = blocking;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return chain.filter(exchange).subscribeOn(blocking);
    }
}
