package dev.rollcall.ingest.login;

import dev.rollcall.ingest.session.SealedCookie;
import dev.rollcall.ingest.session.SealedCookies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Remembers a browser's login in a cookie until it comes back from the provider, once. */
@Component
final class Attempts {

    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final SealedCookie cookie;
    private final Clock clock;

    Attempts(SealedCookies cookies, Clock clock) {
        this.cookie = cookies.of("rollcall_login", "/login");
        this.clock = clock;
    }

    /** @return false when it is too large to remember */
    boolean remember(ServerWebExchange exchange, Attempt attempt) {
        return cookie.write(exchange, JSON.writeValueAsString(attempt), LIFETIME);
    }

    /** The login that is under way; it isn't any longer afterwards. */
    Optional<Attempt> take(ServerWebExchange exchange) {
        Optional<String> content = cookie.read(exchange);
        cookie.delete(exchange);
        return content.flatMap(Attempts::parsed).filter(this::isFresh);
    }

    private boolean isFresh(Attempt attempt) {
        return clock.instant().isBefore(Instant.ofEpochSecond(attempt.started()).plus(LIFETIME));
    }

    private static Optional<Attempt> parsed(String content) {
        try {
            return Optional.of(JSON.readValue(content, Attempt.class));
        } catch (JacksonException e) {
            // of another version
            return Optional.empty();
        }
    }
}
