package dev.rollcall.ingest.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Counts wrong credentials by where they come from and what they were for, a connection or the admin API, in bounded
 * memory: one client with an old token doesn't keep others out that come from the same address, as all of PingOne's in a
 * region do.
 */
@Component
final class FailedAttempts {

    private static final Logger log = LoggerFactory.getLogger(FailedAttempts.class);
    private static final String METRIC = "rollcall.ingest.authentication.failures";
    private static final String ADMIN_METRIC = "rollcall.ingest.admin.failures";
    private static final int MOST_ORIGINS = 10_000;

    /** No id of a connection. */
    private static final String ADMIN = "/admin";

    /** What one customer gets of IPv6 at least, in bytes. */
    private static final int IPV6_NETWORK = 8;

    private final int most;
    private final long windowNanos;
    private final Ticker ticker;
    private final Cache<Origin, Window> windows;
    private final MeterRegistry meters;

    @Autowired
    FailedAttempts(AuthenticationProperties properties, MeterRegistry meters) {
        this(properties, meters, Ticker.systemTicker());
    }

    FailedAttempts(AuthenticationProperties properties, MeterRegistry meters, Ticker ticker) {
        this.most = properties.maxFailures();
        this.windowNanos = properties.failureWindow().toNanos();
        this.ticker = ticker;
        this.meters = meters;
        this.windows = Caffeine.newBuilder()
                .maximumSize(MOST_ORIGINS)
                .expireAfterWrite(properties.failureWindow())
                .ticker(ticker)
                // or a storm of origins would grow it before another thread gets to it
                .executor(Runnable::run)
                .build();
    }

    private record Origin(String network, String door) {}

    private record Window(long start, AtomicInteger failures) {}

    /** Counts one that is nobody's guess. */
    void count(Refusal refusal) {
        count(METRIC, refusal);
    }

    private void count(String metric, Refusal refusal) {
        meters.counter(metric, "reason", refusal.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /**
     * Counts a SCIM client's wrong credential.
     *
     * @param connection empty for one that there isn't
     * @return seconds to wait; 0 while there weren't too many
     */
    long count(@Nullable InetSocketAddress remote, String connection) {
        var origin = new Origin(network(remote), connection);
        Window window = window(origin);
        int failures = window.failures().incrementAndGet();
        if (isToBeTold(failures)) {
            log.atWarn()
                    .addKeyValue("connection", connection)
                    .addKeyValue("source", origin.network())
                    .addKeyValue("failures", failures)
                    .log("A SCIM client's credential was refused");
        }
        return count(METRIC, window, failures);
    }

    /**
     * Counts a wrong admin token.
     *
     * @return seconds to wait; 0 while there weren't too many
     */
    long countAdmin(@Nullable InetSocketAddress remote) {
        var origin = new Origin(network(remote), ADMIN);
        Window window = window(origin);
        int failures = window.failures().incrementAndGet();
        if (isToBeTold(failures)) {
            log.atWarn()
                    .addKeyValue("source", origin.network())
                    .addKeyValue("failures", failures)
                    .log("A wrong admin token was refused");
        }
        return count(ADMIN_METRIC, window, failures);
    }

    private Window window(Origin origin) {
        return windows.get(origin, _ -> new Window(ticker.read(), new AtomicInteger()));
    }

    /** The first one of a window and the first one too many: a storm is two lines. */
    private boolean isToBeTold(int failures) {
        return failures == 1 || failures == most + 1;
    }

    private long count(String metric, Window window, int failures) {
        count(metric, failures > most ? Refusal.TOO_MANY : Refusal.WRONG);
        return failures > most ? left(window) : 0;
    }

    /** Seconds to wait before a guess is looked at; 0 where it is at once. */
    long wait(@Nullable InetSocketAddress remote, String connection) {
        Window window = windows.getIfPresent(new Origin(network(remote), connection));
        return window != null && window.failures().get() > most ? left(window) : 0;
    }

    private long left(Window window) {
        long nanos = Math.max(0, windowNanos - (ticker.read() - window.start()));
        return TimeUnit.NANOSECONDS.toSeconds(nanos) + 1;
    }

    private static String network(@Nullable InetSocketAddress remote) {
        InetAddress address = remote == null ? null : remote.getAddress();
        if (address instanceof Inet6Address) {
            byte[] network = Arrays.copyOf(address.getAddress(), IPV6_NETWORK);
            return HexFormat.ofDelimiter(":").formatHex(network) + "/64";
        }
        return address == null ? "unknown" : address.getHostAddress();
    }
}
