package dev.rollcall.ingest.activity.capture;

import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.ingest.topic.BatchPublisher;
import dev.rollcall.schemas.topic.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Takes entries without ever waiting, and writes them to Kafka on a thread of its own. While Kafka is away as many wait
 * as the settings allow; the rest is dropped and counted, for no call is held up or refused for its log.
 */
@Component
public final class CallLog implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(CallLog.class);

    /** How often what came is handed over: in between nobody needs to be woken for each entry. */
    private static final Duration TICK = Duration.ofMillis(50);

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(3);

    private final BatchPublisher publisher;
    private final BlockingQueue<RequestLogEntry> waiting;
    private final Counter dropped;
    private volatile boolean isStopping;
    private boolean isFailing;
    private @Nullable Thread thread;

    CallLog(BatchPublisher publisher, RequestLogProperties properties, MeterRegistry meters) {
        this.publisher = publisher;
        this.waiting = new ArrayBlockingQueue<>(properties.maxWaiting());
        this.dropped = Counter.builder("rollcall.request-log.dropped")
                .description("Entries of the request log that were lost, for Kafka was away or they were too many.")
                .register(meters);
    }

    /** Takes an entry, or drops it. */
    public void add(RequestLogEntry entry) {
        if (!waiting.offer(entry)) {
            drop();
        }
    }

    /** Counts an entry that isn't kept. */
    void drop() {
        dropped.increment();
    }

    private void run() {
        while (true) {
            boolean isLast = isStopping;
            publish();
            if (isLast) {
                return;
            }
            pause();
        }
    }

    /** All that waits, or until one can't be: the others may, a moment later. */
    private void publish() {
        RequestLogEntry entry = waiting.poll();
        while (entry != null) {
            try {
                publisher.publish(Topics.REQUEST_LOG, entry.getConnection(), entry, this::drop);
                isFailing = false;
            } catch (RuntimeException e) {
                drop();
                warn(e);
                return;
            }
            entry = waiting.poll();
        }
    }

    /** Once for each time that it begins to fail. */
    private void warn(RuntimeException e) {
        if (!isFailing) {
            isFailing = true;
            log.atWarn()
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("The request log can't be written; its entries are dropped");
        }
    }

    private void pause() {
        try {
            Thread.sleep(isFailing ? RETRY : TICK);
        } catch (InterruptedException e) {
            // it is stopping
        }
    }

    @Override
    public void start() {
        isStopping = false;
        thread = Thread.ofPlatform().name("request-log").daemon().start(this::run);
    }

    /** Hands over what is left. */
    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running == null) {
            return;
        }
        isStopping = true;
        try {
            running.join(STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Before the web server starts and after it stopped. */
    @Override
    public int getPhase() {
        return 0;
    }
}
