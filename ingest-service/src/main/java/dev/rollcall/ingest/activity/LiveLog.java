package dev.rollcall.ingest.activity;

import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.ingest.topic.KafkaClients;
import dev.rollcall.ingest.topic.TopicTail;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * A connection's calls as they come, whichever instance answers them. Each reader reads the log's topic by itself: all
 * calls of a connection are in order on one partition, so it goes on exactly where it was, and one that is slow is
 * behind and costs no memory.
 */
@Component
public final class LiveLog implements SmartLifecycle {

    private static final Duration POLL = Duration.ofMillis(500);

    /** Readers of this instance; each has a connection to Kafka. */
    private static final int MAX_READERS = 50;

    private final KafkaClients clients;
    private final AvroRecords records;
    private final Scheduler blocking;
    private final AtomicInteger readers = new AtomicInteger();
    private volatile Sinks.@Nullable Empty<Void> stopping;

    LiveLog(KafkaClients clients, AvroRecords records, Scheduler blocking) {
        this.clients = clients;
        this.records = records;
        this.blocking = blocking;
    }

    /**
     * A call.
     *
     * @param position of it in the log, to go on behind it
     */
    public record Told(long position, RequestLogEntry entry) {}

    /**
     * The calls behind a position, or from now on, in batches of which each is read when it is asked for. A batch
     * without any says that none came for a moment. A call that is amended is told again. Ends when the service stops.
     *
     * @throws ResponseStatusException 503 when too many read already
     */
    public Flux<List<Told>> of(String connection, @Nullable Long after) {
        return Flux.defer(() -> {
            Sinks.Empty<Void> end = stopping;
            if (end == null || readers.incrementAndGet() > MAX_READERS) {
                readers.decrementAndGet();
                return Flux.error(new ResponseStatusException(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "Too many live logs are open on this instance. Close one, or read the pages."));
            }
            return Flux.<List<Told>, TopicTail>generate(
                            () -> new TopicTail(clients, Topics.REQUEST_LOG, connection, after),
                            (tail, sink) -> {
                                sink.next(told(tail.poll(POLL)));
                                return tail;
                            },
                            TopicTail::close)
                    .subscribeOn(blocking)
                    .takeUntilOther(end.asMono())
                    .doFinally(_ -> readers.decrementAndGet());
        });
    }

    private List<Told> told(List<ConsumerRecord<String, byte[]>> batch) {
        var told = new ArrayList<Told>();
        for (ConsumerRecord<String, byte[]> record : batch) {
            try {
                synchronized (records) {
                    told.add(new Told(
                            record.offset(), records.read(Topics.REQUEST_LOG, record.value(), RequestLogEntry.class)));
                }
            } catch (UnreadableRecordException e) {
                // the projection makes it a dead letter
            }
        }
        return told;
    }

    @Override
    public void start() {
        stopping = Sinks.empty();
    }

    /** Before the web server, which would wait for readers that never leave. */
    @Override
    public void stop() {
        Sinks.Empty<Void> end = stopping;
        stopping = null;
        if (end != null) {
            end.tryEmitEmpty();
        }
    }

    @Override
    public boolean isRunning() {
        return stopping != null;
    }
}
