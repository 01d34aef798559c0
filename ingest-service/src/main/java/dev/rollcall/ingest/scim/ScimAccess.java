package dev.rollcall.ingest.scim;

import dev.rollcall.ingest.activity.capture.Call;
import dev.rollcall.ingest.credential.ScimClient;
import dev.rollcall.ingest.credential.ScimClients;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Who may, and what the others hear. A credential opens its own connection only; whether another one exists is nobody's
 * business, so the wrong credential for it is just a wrong one. It is one step, for it is taken on every push: the
 * filters of a general chain cost more than all else at the edge.
 */
final class ScimAccess implements WebFilter {

    private static final String CHALLENGE = "Bearer realm=\"rollcall\", error=\"invalid_token\","
            + " error_description=\"Send this connection's bearer token.\"";

    private static final PathPattern OF_CONNECTION = pattern("/scim/v2/{connection}/**");

    /** How to log in is told before login (RFC 7643 §5), and the same of every connection. */
    private static final PathPattern PROVIDER_CONFIG = pattern("/scim/v2/{connection}/ServiceProviderConfig");

    private static final PathPattern OTHER_VERSIONS = pattern(OtherVersions.PATH);

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
        if (isOpen(request.getMethod(), path)) {
            return chain.filter(exchange);
        }
        Optional<ScimClient> client = clients.find(request.getHeaders());
        client.ifPresent(Call.of(exchange)::by);
        if (client.filter(known -> isOwn(known, path)).isEmpty()) {
            return unauthorized(exchange);
        }
        if (!client.get().setting().getEnabled()) {
            return ScimErrors.write(
                    exchange, 403, null, "This connection is disabled. Its administrator can enable it again.");
        }
        return chain.filter(exchange.mutate().principal(Mono.just(client.get())).build());
    }

    private static boolean isOpen(HttpMethod method, PathContainer path) {
        return HttpMethod.GET.equals(method) && PROVIDER_CONFIG.matches(path) || OTHER_VERSIONS.matches(path);
    }

    /** A path of no connection is open to all clients: there is nothing at it. */
    private static boolean isOwn(ScimClient client, PathContainer path) {
        PathPattern.PathMatchInfo match = OF_CONNECTION.matchAndExtract(path);
        return match == null
                || client.connection().equals(match.getUriVariables().get("connection"));
    }

    private static Mono<Void> unauthorized(ServerWebExchange exchange) {
        exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        return ScimErrors.write(
                exchange,
                401,
                null,
                "The bearer token is missing, wrong or revoked. Send this connection's own token.");
    }

    private static PathPattern pattern(String pattern) {
        return PathPatternParser.defaultInstance.parse(pattern);
    }
}
