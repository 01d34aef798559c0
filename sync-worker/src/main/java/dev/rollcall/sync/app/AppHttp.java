package dev.rollcall.sync.app;

import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * Asks apps over HTTP, with every wait and every answer bounded: no redirect is followed, no address is connected to that
 * only we can reach, and each app has its own connections, so that none takes what another needs.
 */
public final class AppHttp implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AppHttp.class);

    /** After which nothing is kept for an app. */
    private static final Duration FORGETTING = Duration.ofMinutes(5);

    /** After which a connection is closed: after a burst an app would have as many as it may, which serve nobody. */
    private static final Duration IDLE = Duration.ofSeconds(20);

    private final Deadlines deadlines;
    private final ScheduledThreadPoolExecutor upkeep = new ScheduledThreadPoolExecutor(
            1, Thread.ofVirtual().name("app-connections").factory());
    private final Map<String, AppLine> lines = new ConcurrentHashMap<>();
    /** Made when it is first needed: it loads the platform's certificates. */
    private final SingletonSupplier<SSLContext> platform = SingletonSupplier.of(AppHttp::platform);

    private final AppProperties properties;
    private final Clock clock;

    public AppHttp(AppProperties properties, Clock clock) {
        this(properties, clock, IDLE);
    }

    /** @param idle after which a connection is closed */
    AppHttp(AppProperties properties, Clock clock, Duration idle) {
        this.properties = properties;
        this.deadlines = new Deadlines(properties.requestTimeout());
        this.clock = clock;
        long pause = idle.dividedBy(2).toNanos();
        upkeep.scheduleWithFixedDelay(() -> tend(idle), pause, pause, TimeUnit.NANOSECONDS);
    }

    AppProperties properties() {
        return properties;
    }

    /**
     * Sends and judges, on a virtual thread; when that is interrupted the request is given up and it stays interrupted.
     */
    Answer send(App app, AppRequest request) {
        // of a line that is replaced in between, the request fails and is tried again
        AppLine line = line(app);
        try {
            return line.ask(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.none("Given up while stopping");
        }
    }

    private AppLine line(App app) {
        AppLine known = lines.get(app.id());
        return known != null && known.isOf(app) ? known : renewed(app);
    }

    private AppLine renewed(App app) {
        return lines.compute(app.id(), (_, line) -> {
            if (line != null && line.isOf(app)) {
                return line;
            }
            if (line != null) {
                line.retire();
            }
            return new AppLine(app, properties, deadlines, platform::obtain, clock);
        });
    }

    private void tend(Duration idle) {
        long since = System.nanoTime() - FORGETTING.toNanos();
        lines.forEach((id, line) -> {
            try {
                if (line.isIdle(since) && lines.remove(id, line)) {
                    line.retire();
                } else {
                    line.closeIdle(idle);
                }
            } catch (RuntimeException e) {
                // a schedule that throws is never done again
                log.atWarn()
                        .addKeyValue("app", id)
                        .setCause(e)
                        .log("Idle connections can't be closed; it is tried again");
            }
        });
    }

    private static SSLContext platform() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has TLS.", e);
        }
    }

    @Override
    public void close() {
        upkeep.shutdownNow();
        lines.values().forEach(AppLine::close);
        deadlines.close();
    }
}
