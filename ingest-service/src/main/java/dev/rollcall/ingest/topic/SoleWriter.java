package dev.rollcall.ingest.topic;

import dev.rollcall.schemas.topic.AvroRecords;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a topic as the only one of all instances: each write is a Kafka transaction under one transactional id, so
 * Kafka fences this writer off as soon as another instance's takes over, and none of its later writes is ever read. Who
 * takes over, reads all there is, and then decides what to write, has decided on the newest state. Blocking, and for one
 * thread at a time.
 */
public final class SoleWriter implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaClients clients;
    private final AvroRecords records;
    private final String topic;
    private final String transactionalId;
    private @Nullable Producer<String, byte[]> producer;

    public SoleWriter(KafkaClients clients, AvroRecords records, String topic, String transactionalId) {
        this.clients = clients;
        this.records = records;
        this.topic = topic;
        this.transactionalId = transactionalId;
    }

    /** Another instance took over: nothing was written, unless the answer to a write was lost on its way. */
    public static final class TakenOverException extends Exception {

        private static final long serialVersionUID = 1L;

        TakenOverException(Throwable cause) {
            super(cause);
        }
    }

    /**
     * Becomes the writer.
     *
     * @return where the end of all earlier writes is: a tombstone of no key in use; empty when it was the writer already
     */
    public Optional<RecordMetadata> takeOver() throws TakenOverException {
        if (producer != null) {
            return Optional.empty();
        }
        producer = clients.transactionalProducer(transactionalId);
        return Optional.of(attempt(writer -> {
            writer.initTransactions();
            return inTransaction(writer, nothing());
        }));
    }

    /**
     * Makes sure that it is the writer still, so that it has seen all there is.
     *
     * @throws IllegalStateException when it isn't the writer
     */
    public void confirm() throws TakenOverException {
        attempt(writer -> inTransaction(writer, nothing()));
    }

    private ProducerRecord<String, byte[]> nothing() {
        return new ProducerRecord<>(topic, transactionalId, null);
    }

    /**
     * Returns when the record is durable and can be read.
     *
     * @param value null removes the key
     * @throws IllegalStateException when it isn't the writer
     */
    public RecordMetadata write(String key, @Nullable SpecificRecord value) throws TakenOverException {
        byte[] bytes = value == null ? null : records.write(topic, value);
        return attempt(writer -> inTransaction(writer, new ProducerRecord<>(topic, key, bytes)));
    }

    private interface Attempt {

        RecordMetadata with(Producer<String, byte[]> writer)
                throws ExecutionException, TimeoutException, InterruptedException;
    }

    private RecordMetadata attempt(Attempt attempt) throws TakenOverException {
        Producer<String, byte[]> writer = producer;
        if (writer == null) {
            throw new IllegalStateException("Take over first.");
        }
        boolean isDone = false;
        try {
            RecordMetadata written = attempt.with(writer);
            isDone = true;
            return written;
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            throw failure(e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            if (!isDone) {
                close();
            }
        }
    }

    private static RecordMetadata inTransaction(Producer<String, byte[]> writer, ProducerRecord<String, byte[]> record)
            throws ExecutionException, TimeoutException, InterruptedException {
        writer.beginTransaction();
        RecordMetadata written = writer.send(record).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        writer.commitTransaction();
        return written;
    }

    /**
     * Being fenced off shows itself as one of many errors, by the moment at which it comes; so does an idle id that Kafka
     * forgot. All are cured by taking over again, but for Kafka being away or not allowing it.
     */
    private static RuntimeException failure(Throwable cause) throws TakenOverException {
        for (Throwable e = cause; e != null; e = e.getCause()) {
            if (e instanceof RetriableException
                    || e instanceof AuthenticationException
                    || e instanceof AuthorizationException) {
                return new IllegalStateException(cause);
            }
        }
        if (cause instanceof KafkaException) {
            throw new TakenOverException(cause);
        }
        return new IllegalStateException(cause);
    }

    /** Leaves an open transaction to who takes over next, or to its time limit. */
    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
