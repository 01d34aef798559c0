package dev.rollcall.ingest.scim;

import dev.rollcall.ingest.activity.capture.Call;
import dev.rollcall.ingest.credential.Admission;
import dev.rollcall.ingest.credential.Refusal;
import dev.rollcall.ingest.credential.ScimClient;
import dev.rollcall.ingest.credential.ScimClients;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Who may, and what the others hear. It is one step, for it is taken on every push: the filters of a general chain cost
 * more than all else at the edge.
 */
final class ScimAccess implements WebFilter {

    private static final PathPattern OF_CONNECTION = pattern("/scim/v2/{connection}/**");

    /**
     * How to log in is told before login (RFC 7643 §5), and the same of every connection; where tokens are had, clients
     * authenticate in another way.
     */
    private static final List<PathPattern> OPEN = List.of(
            pattern("/scim/v2/{connection}/ServiceProviderConfig"),
            pattern("/scim/v2/{connection}/oauth2/{what:token|jwks}"));

    private final ScimClients clients;

    ScimAccess(ScimClients clients) {
        this.clients = clients;
    }

    /** Lets a request on with its {@link ScimClient} as the principal. */
    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpHeaders answer = exchange.getResponse().getHeaders();
        answer.setCacheControl("no-store");
        answer.set("X-Content-Type-Options", "nosniff");
        ServerHttpRequest request = exchange.getRequest();
        PathContainer path = request.getPath().pathWithinApplication();
        PathPattern.PathMatchInfo match = OF_CONNECTION.matchAndExtract(path);
        // at a path of no connection there is nothing to guard
        if (match == null) {
            clients.owner(request.getHeaders()).ifPresent(Call.of(exchange)::by);
            return chain.filter(exchange);
        }
        if (OPEN.stream().anyMatch(pattern -> pattern.matches(path))) {
            return chain.filter(exchange);
        }
        String connection = match.getUriVariables().getOrDefault("connection", "");
        return switch (clients.admit(connection, request.getHeaders(), request.getRemoteAddress())) {
            case Admission.Granted(ScimClient client) -> {
                Call.of(exchange).by(client);
                yield chain.filter(
                        exchange.mutate().principal(Mono.just(client)).build());
            }
            case Admission.Refused refused -> {
                clients.owner(request.getHeaders()).ifPresent(Call.of(exchange)::by);
                yield refuse(exchange, refused);
            }
        };
    }

    private static Mono<Void> refuse(ServerWebExchange exchange, Admission.Refused refused) {
        HttpHeaders answer = exchange.getResponse().getHeaders();
        Refusal refusal = refused.refusal();
        switch (refusal) {
            case MISSING, WRONG -> answer.addAll(HttpHeaders.WWW_AUTHENTICATE, refused.challenges());
            case TOO_MANY -> answer.set(HttpHeaders.RETRY_AFTER, Long.toString(refused.retryAfter()));
            case DISABLED, SOURCE -> {}
        }
        return ScimErrors.write(exchange, refusal.status(), null, refusal.detail());
    }

    private static PathPattern pattern(String pattern) {
        return PathPatternParser.defaultInstance.parse(pattern);
    }
}
