package dev.rollcall.ingest.session;

import dev.rollcall.ingest.scim.PublicUrl;
import dev.rollcall.schemas.setting.Seal;
import java.nio.BufferUnderflowException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.web.server.ServerWebExchange;

/**
 * A kind of cookie that only we can make and read: out of scripts' reach, not sent along with what other sites start but
 * links, and over https bound to this very host (RFC 6265bis §4.1.3).
 */
public final class SealedCookie {

    /** What every browser takes (RFC 6265 §6.1), with room for the name and the attributes. */
    private static final int MAX_VALUE = 3_800;

    private final String name;
    private final String path;
    private final Seal seal;
    private final PublicUrl url;

    SealedCookie(String name, String path, Seal seal, PublicUrl url) {
        this.name = name;
        this.path = path;
        this.seal = seal;
        this.url = url;
    }

    /** Whether the browser sent one, be it ours or not. */
    boolean isSent(ServerWebExchange exchange) {
        return exchange.getRequest().getCookies().containsKey(name(exchange));
    }

    /** Its content; empty where there is none, or it isn't ours. */
    public Optional<String> read(ServerWebExchange exchange) {
        HttpCookie cookie = exchange.getRequest().getCookies().getFirst(name(exchange));
        if (cookie == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(seal.open(name, cookie.getValue()));
        } catch (IllegalStateException | IllegalArgumentException | BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    /** Whether it fits: what is too large for a cookie isn't written. */
    public boolean write(ServerWebExchange exchange, String content, Duration maxAge) {
        String value = seal.seal(name, content);
        if (value.length() > MAX_VALUE) {
            return false;
        }
        set(exchange, value, maxAge);
        return true;
    }

    public void delete(ServerWebExchange exchange) {
        set(exchange, "", Duration.ZERO);
    }

    /** Instead of what this request may have set before. */
    private void set(ServerWebExchange exchange, String value, Duration maxAge) {
        exchange.getResponse().getCookies().remove(name(exchange));
        exchange.getResponse().addCookie(cookie(exchange, value, maxAge));
    }

    private ResponseCookie cookie(ServerWebExchange exchange, String value, Duration maxAge) {
        return ResponseCookie.from(name(exchange), value)
                .path(path)
                .maxAge(maxAge)
                .httpOnly(true)
                .secure(isSecure(exchange))
                .sameSite("Lax")
                .build();
    }

    private String name(ServerWebExchange exchange) {
        if (!isSecure(exchange)) {
            return name;
        }
        return ("/".equals(path) ? "__Host-" : "__Secure-") + name;
    }

    private boolean isSecure(ServerWebExchange exchange) {
        return url.of(exchange.getRequest()).startsWith("https:");
    }
}
