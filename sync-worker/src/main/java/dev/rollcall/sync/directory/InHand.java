package dev.rollcall.sync.directory;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells ingest every second of requests that take long, such as a group's PUT of a hundred thousand members: their
 * clients are better served by waiting for the worker than by a prediction that does the same work beside it. When the
 * worker dies, it falls silent, and ingest predicts.
 */
final class InHand {

    private static final Logger log = LoggerFactory.getLogger(InHand.class);
    private static final long EVERY_MILLIS = 1_000;

    private final ScheduledExecutorService timer;
    private final Results results;

    InHand(ScheduledExecutorService timer, Results results) {
        this.timer = timer;
        this.results = results;
    }

    /** Tells of these requests until it is closed. */
    Telling tell(List<ConsumerRecord<String, byte[]>> requests) {
        ScheduledFuture<?> telling =
                timer.scheduleAtFixedRate(() -> publish(requests), EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return () -> telling.cancel(false);
    }

    private void publish(List<ConsumerRecord<String, byte[]>> requests) {
        try {
            results.inHand(requests);
        } catch (RuntimeException e) {
            // the registry or Kafka is away; the batch itself will say so
            log.atDebug().addKeyValue("cause", e.getClass().getSimpleName()).log("Can't tell of requests in hand");
        }
    }

    /** Ends when it is closed. */
    interface Telling extends AutoCloseable {

        @Override
        void close();
    }
}
