package dev.rollcall.ingest.session;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Which requests another site could make a browser send in somebody's name: changes that go by the cookie, and signing in
 * and out. What carries a bearer token is judged by that token alone, whatever cookies come along.
 */
@Component
public final class ForgeableRequests implements ServerWebExchangeMatcher {

    private static final String BEARER = "Bearer";

    private final Sessions sessions;

    ForgeableRequests(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Mono<MatchResult> matches(ServerWebExchange exchange) {
        return isForgeable(exchange) ? CsrfWebFilter.DEFAULT_CSRF_MATCHER.matches(exchange) : MatchResult.notMatch();
    }

    private boolean isForgeable(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        String authorization = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        boolean isBearer = authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        String path = request.getPath().pathWithinApplication().value();
        return !isBearer && (sessions.isClaimed(exchange) || path.startsWith("/login") || path.startsWith("/logout"));
    }
}
