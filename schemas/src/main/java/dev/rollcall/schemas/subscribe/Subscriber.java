package dev.rollcall.schemas.subscribe;

import dev.rollcall.schemas.time.SteadyTime;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.SerdeSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A service's subscription to the directory. Instances of the same group share the connections.
 *
 * <pre>{@code
 * var subscriber = Subscriber.of("phone-book", book)
 *         .kafka("127.0.0.1:8081")
 *         .registry("http://127.0.0.1:8083/apis/registry/v3")
 *         .progress(book::sequenceOf)
 *         .build();
 * subscriber.start();
 * }</pre>
 */
public final class Subscriber implements AutoCloseable {

    private final String group;
    private final SubscriberLoop loop;
    private @Nullable Thread thread;

    private Subscriber(String group, SubscriberLoop loop) {
        this.group = group;
        this.loop = loop;
    }

    /**
     * @param group Kafka's consumer group: instances of a service have the same, other services others
     * @param listener is called by one thread
     */
    public static Builder of(String group, IdentityListener listener) {
        return new Builder(group, listener);
    }

    /** Follows by a thread of its own. */
    public synchronized void start() {
        if (thread != null) {
            throw new IllegalStateException("The subscriber of " + group + " was started before; build another.");
        }
        thread = Thread.ofPlatform().name("subscriber-" + group).start(loop::run);
    }

    /** Whether it follows: not before {@link #start}, and no longer once the listener has said {@link Remedy#STOP}. */
    public synchronized boolean isRunning() {
        return thread != null && thread.isAlive();
    }

    /** Ends when what is being told is done, flushed and written down. */
    @Override
    public void close() {
        loop.stop();
        Thread running = running();
        if (running == null) {
            // does nothing but close its clients
            loop.run();
            return;
        }
        if (running.equals(Thread.currentThread())) {
            return;
        }
        try {
            running.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Thread running() {
        return thread;
    }

    /** What a subscriber needs to know. */
    public static final class Builder {

        private final String group;
        private final IdentityListener listener;
        private final Map<String, Object> properties = new HashMap<>();
        private @Nullable SerdeSettings serde;
        private Start start = Start.SNAPSHOT;
        private Progress progress = Progress.unknown();
        private Retry retry = new Retry(Duration.ofMillis(500), Duration.ofSeconds(30));

        private Builder(String group, IdentityListener listener) {
            this.group = group;
            this.listener = listener;
        }

        /** @param servers {@code host:port}, several separated by commas */
        public Builder kafka(String servers) {
            return property(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        }

        /** @param url of Apicurio's native API, which ends with {@code /apis/registry/v3} */
        public Builder registry(String url) {
            return serde(SerdeSettings.apicurio(url));
        }

        /** Other classes that read Confluent's wire format, with their settings. */
        public Builder serde(SerdeSettings settings) {
            serde = settings;
            return this;
        }

        /** With the newest states, once, unless this says otherwise. */
        public Builder start(Start at) {
            start = at;
            return this;
        }

        /** What the service's own store has. */
        public Builder progress(Progress stored) {
            progress = stored;
            return this;
        }

        /** How long an event waits that the listener failed on: twice as long each time. */
        public Builder retry(Duration first, Duration most) {
            retry = new Retry(first, most);
            return this;
        }

        /** A setting of Kafka's clients, such as those for TLS and SASL. */
        public Builder property(String name, Object value) {
            properties.put(name, value);
            return this;
        }

        public Subscriber build() {
            if (serde == null || !properties.containsKey(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)) {
                throw new IllegalStateException("A subscriber needs kafka(…), and registry(…) or serde(…).");
            }
            var records = new AvroRecords(serde);
            var sources = new Sources(consumer(snapshots()), Admin.create(Map.copyOf(properties)), records);
            return new Subscriber(
                    group,
                    new SubscriberLoop(
                            consumer(member()), sources, records, listener, start, progress, retry, SteadyTime.CLOCK));
        }

        private Map<String, Object> reader() {
            var settings = new HashMap<>(properties);
            settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
            settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
            settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
            return settings;
        }

        private Map<String, Object> snapshots() {
            var settings = reader();
            // topics are read one after the other, and a fetch that waits for more of one would hold up the next
            settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
            return settings;
        }

        private Map<String, Object> member() {
            var settings = reader();
            settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
            // a position that is no longer kept is told of, not passed over
            settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
            settings.putIfAbsent(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
            return settings;
        }

        private static KafkaConsumer<String, byte[]> consumer(Map<String, Object> settings) {
            return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        }
    }
}
