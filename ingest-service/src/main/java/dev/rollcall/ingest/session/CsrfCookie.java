package dev.rollcall.ingest.session;

import dev.rollcall.ingest.credential.Tokens;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.security.web.server.csrf.DefaultCsrfToken;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRepository;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The double-submitted token against forged requests; its cookie is sealed, so nobody can plant one of their making. */
@Component
public final class CsrfCookie implements ServerCsrfTokenRepository {

    private static final String HEADER = "X-XSRF-TOKEN";
    private static final String PARAMETER = "_csrf";
    private static final Duration LIFETIME = Duration.ofDays(1);

    private final SealedCookie cookie;

    CsrfCookie(SealedCookies cookies) {
        this.cookie = cookies.of("rollcall_csrf", "/");
    }

    @Override
    public Mono<CsrfToken> generateToken(ServerWebExchange exchange) {
        return Mono.fromSupplier(
                () -> token(Tokens.secret(Base64.getUrlEncoder().withoutPadding())));
    }

    @Override
    public Mono<Void> saveToken(ServerWebExchange exchange, @Nullable CsrfToken token) {
        return Mono.fromRunnable(() -> {
            if (token == null) {
                forget(exchange);
            } else {
                cookie.write(exchange, token.getToken(), LIFETIME);
            }
        });
    }

    @Override
    public Mono<CsrfToken> loadToken(ServerWebExchange exchange) {
        return Mono.justOrEmpty(cookie.read(exchange)).map(CsrfCookie::token);
    }

    void forget(ServerWebExchange exchange) {
        cookie.delete(exchange);
    }

    private static CsrfToken token(String value) {
        return new DefaultCsrfToken(HEADER, PARAMETER, value);
    }
}
