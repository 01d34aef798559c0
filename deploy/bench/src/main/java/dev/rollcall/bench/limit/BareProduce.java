package dev.rollcall.bench.limit;

import dev.rollcall.bench.load.Measured;
import dev.rollcall.bench.load.Tally;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends records with acks=all and the settings of ingest-service to a topic of its own, which it deletes in the end. */
final class BareProduce implements AutoCloseable {

    private static final String TOPIC = "rollcall.bench";
    private static final String KEY = "bench";

    private final Admin admin;
    private final KafkaProducer<String, byte[]> producer;

    BareProduce(String bootstrap) {
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap));
        try {
            // one connection's pushes are one partition's
            admin.createTopics(Set.of(new NewTopic(TOPIC, 1, (short) -1))).all().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("The topic " + TOPIC + " can't be made", e);
            }
        }
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4",
                        ProducerConfig.LINGER_MS_CONFIG,
                        0),
                new StringSerializer(),
                new ByteArraySerializer());
        producer.partitionsFor(TOPIC);
    }

    /** @param inFlight records that await their acknowledgement at once */
    Measured measure(byte[] value, int inFlight, Duration window) {
        var run = new Run(value, inFlight, window);
        for (int i = 0; i < inFlight; i++) {
            run.send();
        }
        return run.done.join();
    }

    /** The callbacks come on the producer's one thread; only the first sends come from another. */
    private final class Run {

        private final ProducerRecord<String, byte[]> record;
        private final Tally tally;
        private final CompletableFuture<Measured> done = new CompletableFuture<>();
        private int open;

        Run(byte[] value, int inFlight, Duration window) {
            this.record = new ProducerRecord<>(TOPIC, KEY, value);
            this.tally = new Tally(window);
            this.open = inFlight;
        }

        void send() {
            long sent = System.nanoTime();
            producer.send(record, (_, failure) -> {
                if (failure != null) {
                    done.completeExceptionally(failure);
                    return;
                }
                tally.succeeded(1, sent, 0);
                if (tally.isOver()) {
                    open--;
                    if (open == 0) {
                        done.complete(tally.measured());
                    }
                } else {
                    send();
                }
            });
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.deleteTopics(Set.of(TOPIC));
        admin.close();
    }
}
