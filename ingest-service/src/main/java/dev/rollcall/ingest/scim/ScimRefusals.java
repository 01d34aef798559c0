package dev.rollcall.ingest.scim;

import dev.rollcall.schemas.setting.Settings;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Who may not, and what they hear. A token opens its own connection only; whether another one exists is nobody's
 * business, so the wrong token for it is just a wrong token.
 */
@Component
final class ScimRefusals
        implements ReactiveAuthorizationManager<AuthorizationContext>,
                ServerAuthenticationEntryPoint,
                ServerAccessDeniedHandler {

    private static final String CHALLENGE = "Bearer realm=\"rollcall\", error=\"invalid_token\","
            + " error_description=\"Send this connection's bearer token.\"";
    private static final String DISABLED = "rollcall.connection-disabled";

    private final Settings settings;

    ScimRefusals(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Mono<AuthorizationResult> authorize(Mono<Authentication> client, AuthorizationContext context) {
        return client.map(known -> {
            String connection = known.getName();
            boolean own = Objects.equals(connection, context.getVariables().get("connection"));
            boolean enabled = settings.connection(connection)
                    .map(setting -> setting.value().getEnabled())
                    .orElse(false);
            if (own && !enabled) {
                context.getExchange().getAttributes().put(DISABLED, true);
            }
            return new AuthorizationDecision(own && enabled);
        });
    }

    @Override
    public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException e) {
        return unauthorized(exchange);
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, AccessDeniedException denied) {
        if (exchange.getAttributes().containsKey(DISABLED)) {
            return ScimErrors.write(
                    exchange, 403, null, "This connection is disabled. Its administrator can enable it again.");
        }
        return unauthorized(exchange);
    }

    private static Mono<Void> unauthorized(ServerWebExchange exchange) {
        exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        return ScimErrors.write(
                exchange,
                401,
                null,
                "The bearer token is missing, wrong or revoked. Send this connection's own token.");
    }
}
