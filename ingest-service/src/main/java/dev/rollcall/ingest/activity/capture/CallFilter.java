package dev.rollcall.ingest.activity.capture;

import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.ingest.credential.ScimClient;
import dev.rollcall.schemas.setting.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Logs each SCIM call when its answer begins, whoever gives it: a controller, an error handler or the guard. Calls of no
 * connection that there is aren't logged.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
final class CallFilter implements WebFilter {

    private static final String BASE = "/scim/v2/";
    private static final int MAX_USER_AGENT = 120;
    private static final int OK = 200;
    private static final int FIRST_REFUSAL = 400;

    private final CallLog log;
    private final Amendments amendments;
    private final Settings settings;
    private final RequestLogProperties properties;
    private final Strangers strangers;
    private final Clock clock;

    CallFilter(CallLog log, Amendments amendments, Settings settings, RequestLogProperties properties, Clock clock) {
        this.log = log;
        this.amendments = amendments;
        this.settings = settings;
        this.properties = properties;
        this.strangers = new Strangers(properties.maxStrangers(), clock);
        this.clock = clock;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!path(exchange).startsWith(BASE)) {
            return chain.filter(exchange);
        }
        Call call = Call.of(exchange);
        exchange.getResponse().beforeCommit(() -> {
            HttpStatusCode status = exchange.getResponse().getStatusCode();
            end(exchange, call, status == null ? OK : status.value());
            return Mono.empty();
        });
        return chain.filter(exchange).doOnCancel(() -> end(exchange, call, 0));
    }

    private void end(ServerWebExchange exchange, Call call, int status) {
        if (!call.end()) {
            return;
        }
        String path = path(exchange);
        int slash = path.indexOf('/', BASE.length());
        String named = slash < 0 ? path.substring(BASE.length()) : path.substring(BASE.length(), slash);
        boolean isKnown = settings.connection(named).isPresent();
        String connection = isKnown
                ? named
                : Optional.ofNullable(call.client()).map(ScimClient::connection).orElse(null);
        if (connection == null) {
            return;
        }
        if (!call.isBy(connection) && !strangers.admit()) {
            log.drop();
            return;
        }
        add(exchange, call, status, connection, isKnown ? slash < 0 ? "" : path.substring(slash) : path);
    }

    private void add(ServerWebExchange exchange, Call call, int status, String connection, String path) {
        ServerHttpRequest request = exchange.getRequest();
        RequestLogEntry entry = call.entry(status);
        entry.setConnection(connection);
        if (!call.isBy(connection)) {
            entry.setCredential(null);
        }
        entry.setTime(now());
        entry.setDurationMicros(call.micros());
        entry.setMethod(request.getMethod().name());
        entry.setPath(Redaction.path(path));
        entry.setAddress(address(request.getRemoteAddress()));
        entry.setUserAgent(shortened(request.getHeaders().getFirst(HttpHeaders.USER_AGENT)));
        var query = Optional.ofNullable(call.query()).orElseGet(request::getQueryParams);
        entry.setQuery(Redaction.query(query, status < FIRST_REFUSAL));
        byte[] body = properties.bodies() ? call.refusedBody() : null;
        if (body != null) {
            entry.setBody(RedactedBody.of(body, (int) properties.maxBody().toBytes()));
        }
        add(entry);
        for (Call part : call.parts()) {
            add(part(part, entry));
        }
    }

    private void add(RequestLogEntry entry) {
        log.add(entry);
        amendments.expect(entry);
    }

    /** An operation of a bulk request came with the whole. */
    private RequestLogEntry part(Call part, RequestLogEntry whole) {
        RequestLogEntry entry = part.entry(part.entry().getStatus());
        entry.setConnection(whole.getConnection());
        entry.setTime(whole.getTime());
        entry.setCredential(whole.getCredential());
        entry.setAddress(whole.getAddress());
        entry.setUserAgent(whole.getUserAgent());
        entry.setTraceparent(whole.getTraceparent());
        entry.setBulk(whole.getId());
        return entry;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static String path(ServerWebExchange exchange) {
        return exchange.getRequest().getPath().pathWithinApplication().value();
    }

    private static @Nullable String address(@Nullable InetSocketAddress remote) {
        InetAddress address = remote == null ? null : remote.getAddress();
        return address == null ? null : address.getHostAddress();
    }

    private static @Nullable String shortened(@Nullable String userAgent) {
        return userAgent == null || userAgent.length() <= MAX_USER_AGENT
                ? userAgent
                : userAgent.substring(0, MAX_USER_AGENT) + Redaction.ELLIPSIS;
    }
}
