package dev.rollcall.sync.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.springframework.util.function.SingletonSupplier;

/**
 * Asks apps over HTTP, with every wait and every answer bounded: no redirect is followed, no address is connected to that
 * only we can reach, and each app has its own connections, so that none takes what another needs.
 */
public final class AppHttp implements AutoCloseable {

    private static final Duration IDLE = Duration.ofMinutes(5);

    private final Deadlines deadlines;
    private final Map<String, AppLine> lines = new ConcurrentHashMap<>();
    /** Made when it is first needed: it loads the platform's certificates. */
    private final SingletonSupplier<SSLContext> platform = SingletonSupplier.of(AppHttp::platform);

    private final AtomicLong swept = new AtomicLong(System.nanoTime());
    private final AppProperties properties;
    private final Clock clock;

    public AppHttp(AppProperties properties, Clock clock) {
        this.properties = properties;
        this.deadlines = new Deadlines(properties.requestTimeout());
        this.clock = clock;
    }

    AppProperties properties() {
        return properties;
    }

    /**
     * Sends and judges, on a virtual thread; when that is interrupted the request is given up and it stays interrupted.
     */
    Answer send(App app, AppRequest request) {
        sweep();
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
                retire(line);
            }
            return new AppLine(app, properties, deadlines, platform::obtain, clock);
        });
    }

    /** Closes the connections of apps that have gone, or have had nothing to be told for long. */
    private void sweep() {
        long now = System.nanoTime();
        long last = swept.get();
        if (now - last > IDLE.toNanos() && swept.compareAndSet(last, now)) {
            lines.forEach((id, line) -> {
                if (line.isIdle(last) && lines.remove(id, line)) {
                    retire(line);
                }
            });
        }
    }

    private static void retire(AppLine line) {
        try {
            line.retire();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        lines.values().forEach(AppLine::close);
        deadlines.close();
    }
}
