package dev.rollcall.ingest.scim;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Serves paths with double or trailing slashes as if they had none: provisioning clients join URLs sloppily. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PlainSlashes implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getURI().getRawPath();
        String plain = plain(path);
        return chain.filter(
                plain.equals(path)
                        ? exchange
                        : exchange.mutate()
                                .request(request -> request.path(plain))
                                .build());
    }

    /** The path with single slashes between its segments and none at its end. */
    static String plain(String path) {
        if (!path.contains("//") && !(path.length() > 1 && path.endsWith("/"))) {
            return path;
        }
        String single = path.replaceAll("/{2,}", "/");
        return single.length() > 1 && single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }
}
