package dev.rollcall.ingest.session;

import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.server.context.ServerSecurityContextRepository;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The console's sessions, each in its own cookie. */
@Component
public final class Sessions implements ServerSecurityContextRepository {

    /** How old the time of the last request may be before it is written anew. */
    private static final Duration STALE = Duration.ofMinutes(1);

    private static final JsonMapper JSON = JsonMapper.shared();

    private final SealedCookie cookie;
    private final Standing standing;
    private final Settings settings;
    private final SessionProperties properties;
    private final CsrfCookie csrf;
    private final Clock clock;
    private final Scheduler blocking;

    Sessions(
            SealedCookies cookies,
            Standing standing,
            Settings settings,
            SessionProperties properties,
            CsrfCookie csrf,
            Clock clock,
            Scheduler blocking) {
        this.cookie = cookies.of("rollcall_session", "/");
        this.standing = standing;
        this.settings = settings;
        this.properties = properties;
        this.csrf = csrf;
        this.clock = clock;
        this.blocking = blocking;
    }

    @Override
    public Mono<SecurityContext> load(ServerWebExchange exchange) {
        Optional<Session> session = read(exchange).filter(found -> found.isAlive(clock.instant(), properties));
        if (session.isEmpty()) {
            return Mono.empty();
        }
        return Mono.fromCallable(() -> standing.of(session.get(), settings))
                .subscribeOn(blocking)
                .flatMap(Mono::justOrEmpty)
                .doOnNext(person -> keepAlive(exchange, person.session()))
                .<SecurityContext>map(person -> new SecurityContextImpl(person.authentication()))
                .cache();
    }

    /** Nothing makes or ends a session but {@link #open} and {@link #close}. */
    @Override
    public Mono<Void> save(ServerWebExchange exchange, @Nullable SecurityContext context) {
        return Mono.empty();
    }

    /**
     * Signs somebody in; whatever session the browser had is over.
     *
     * @return false when the session doesn't fit into a cookie
     */
    public boolean open(ServerWebExchange exchange, Session session) {
        csrf.forget(exchange);
        return write(exchange, session);
    }

    /** Signs in whoever showed the administrator's token. */
    public boolean openAsAdmin(ServerWebExchange exchange) {
        return open(exchange, standing.beginAsAdmin());
    }

    public void close(ServerWebExchange exchange) {
        csrf.forget(exchange);
        cookie.delete(exchange);
    }

    /** Whether a request comes with a session, which may have ended. */
    boolean isClaimed(ServerWebExchange exchange) {
        return cookie.isSent(exchange);
    }

    private void keepAlive(ServerWebExchange exchange, Session session) {
        Instant now = clock.instant();
        if (Instant.ofEpochSecond(session.seen()).plus(STALE).isBefore(now)) {
            write(exchange, session.seenAt(now));
        }
    }

    private boolean write(ServerWebExchange exchange, Session session) {
        return cookie.write(exchange, JSON.writeValueAsString(session), session.rest(properties));
    }

    private Optional<Session> read(ServerWebExchange exchange) {
        return cookie.read(exchange).flatMap(content -> {
            try {
                return Optional.of(JSON.readValue(content, Session.class));
            } catch (JacksonException e) {
                // of another version
                return Optional.empty();
            }
        });
    }
}
