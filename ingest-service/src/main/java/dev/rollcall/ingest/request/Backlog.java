package dev.rollcall.ingest.request;

import dev.rollcall.ingest.topic.Offsets;
import dev.rollcall.schemas.topic.ConnectionPartitioner;
import dev.rollcall.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Watches how far the directory role is behind, and turns pushes away before it is too far. */
@Component
public final class Backlog implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Backlog.class);
    /** The consumer group of the directory role. */
    private static final String DIRECTORY = "rollcall-directory";

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Offsets offsets;
    private final long max;
    private final MultiGauge gauge;
    private volatile Map<Integer, Lag> lags = Map.of();
    private @Nullable Disposable watch;

    Backlog(Offsets offsets, RequestProperties properties, MeterRegistry meters) {
        this.offsets = offsets;
        this.max = properties.maxLag();
        this.gauge = MultiGauge.builder("rollcall.requests.lag")
                .description("Requests that the directory role hasn't decided yet.")
                .register(meters);
    }

    /** @throws RetryLaterException 429 when the partition of the connection is too far behind */
    void admit(String connection) {
        Map<Integer, Lag> known = lags;
        if (known.isEmpty()) {
            return;
        }
        Lag lag = known.get(ConnectionPartitioner.partitionOf(connection, known.size()));
        if (lag != null && lag.records() > max) {
            throw RetryLaterException.busy(
                    lag.drainSeconds(), "More is waiting to be applied than is taken. Repeat this push later.");
        }
    }

    /** Records by partition that aren't decided yet; empty while it isn't known. */
    public Map<Integer, Long> byPartition() {
        var records = new TreeMap<Integer, Long>();
        lags.forEach((partition, lag) -> records.put(partition, lag.records()));
        return records;
    }

    /** How many records a partition may be behind. */
    public long max() {
        return max;
    }

    private void take(Map<Integer, Offsets.Range> ranges) {
        var next = new TreeMap<Integer, Lag>();
        ranges.forEach((partition, range) -> {
            Lag before = lags.get(partition);
            next.put(
                    partition,
                    before == null
                            ? Lag.first(range.next(), range.end())
                            : before.next(range.next(), range.end(), EVERY));
        });
        lags = Map.copyOf(next);
        gauge.register(
                next.entrySet().stream()
                        .map(entry -> MultiGauge.Row.of(
                                Tags.of("partition", entry.getKey().toString()),
                                entry.getValue().records()))
                        .toList(),
                true);
    }

    @Override
    public void start() {
        watch = Flux.interval(Duration.ZERO, EVERY)
                .onBackpressureDrop()
                .concatMap(_ -> offsets.of(DIRECTORY, Topics.REQUESTS).onErrorResume(e -> {
                    log.atDebug()
                            .addKeyValue("cause", e.getClass().getSimpleName())
                            .log("The lag isn't known");
                    return Mono.empty();
                }))
                .subscribe(this::take);
    }

    @Override
    public void stop() {
        if (watch != null) {
            watch.dispose();
            watch = null;
        }
    }

    @Override
    public boolean isRunning() {
        return watch != null;
    }
}
