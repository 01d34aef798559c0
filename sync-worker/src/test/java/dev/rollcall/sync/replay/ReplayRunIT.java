package dev.rollcall.sync.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rollcall.embedded.Backend;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.event.ReplayRange;
import dev.rollcall.event.ReplaySetting;
import dev.rollcall.event.ReplaySource;
import dev.rollcall.event.ReplayState;
import dev.rollcall.event.ReplayStep;
import dev.rollcall.schemas.delivery.ReplayProgress;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.topic.Addressee;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.ops.KafkaClients;
import dev.rollcall.sync.ops.TestKafkaClients;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Where a worker dies makes no difference to what is published. */
class ReplayRunIT {

    private static final int PARTITIONS = 3;
    private static final int COUNT = 40;
    private static final int PER_SECOND = 20;

    /** A dead worker is missed soon. */
    private static final Map<String, String> HASTY =
            Map.of("max.poll.interval.ms", "2000", "transaction.timeout.ms", "1000", "heartbeat.interval.ms", "100");

    private final Backend backend = Backends.shared();
    private final KafkaClients clients = TestKafkaClients.of(backend.bootstrap(), HASTY);
    private final AvroRecords records = new AvroRecords(SerdeSettings.apicurio(backend.registryApiUrl()));
    private final String connection = "c-" + UUID.randomUUID();
    private final String id = UUID.randomUUID().toString();

    @Test
    void aWorkerThatDiesBeforeItsOffsetsAreCommittedHasPublishedNothing() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrap()))) {
            createTopics(admin);
            publish();
            var replay = new Replay(id, setting(ranges(admin)));
            ReplayRun dying = run(replay, admin, dyingInCommit(2));
            assertThatThrownBy(() -> {
                        while (true) {
                            dying.step();
                        }
                    })
                    .hasMessage("Killed");

            try (Producer<String, byte[]> producer = producer()) {
                ReplayRun successor = run(replay, admin, producer);
                while (progress(admin).published() < COUNT) {
                    successor.step();
                }
            }

            assertThat(published()).hasSize(COUNT).doesNotHaveDuplicates();
        }
    }

    @Test
    void whatIsReadWhileItIsPausedAndWorkersComeAndGoIsPassedOverByNobody() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrap()));
                Producer<String, byte[]> producer = producer();
                Consumer<String, byte[]> other = consumer()) {
            createTopics(admin);
            publish();
            ReplaySetting setting = setting(ranges(admin));
            var replay = new AtomicReference<>(new Replay(
                    id,
                    ReplaySetting.newBuilder(setting)
                            .setState(ReplayState.PAUSED)
                            .build()));
            ReplayRun run = run(replay::get, admin, producer);
            other.subscribe(List.of(Topics.CHANGES));
            await().until(() -> {
                run.step();
                other.poll(Duration.ofMillis(50));
                return !other.assignment().isEmpty();
            });
            other.close();
            await().until(() -> {
                run.step();
                return isAlone(admin);
            });

            replay.set(new Replay(id, setting));

            await().untilAsserted(() -> {
                run.step();
                assertThat(progress(admin).published()).isEqualTo(COUNT);
            });
            assertThat(published()).hasSize(COUNT).doesNotHaveDuplicates();
        }
    }

    private Consumer<String, byte[]> consumer() {
        return clients.consumers(Map.of(ConsumerConfig.GROUP_ID_CONFIG, ReplayProgress.group(id)))
                .createConsumer();
    }

    private ReplayRun run(Replay replay, Admin admin, Producer<String, byte[]> producer) {
        return run(() -> replay, admin, producer);
    }

    private ReplayRun run(Supplier<Replay> replay, Admin admin, Producer<String, byte[]> producer) {
        var run = new ReplayRun(
                replay,
                new ChangeExtract(replay.get(), false, records, new Scan(clients), Clock.systemUTC()),
                new Outstanding(admin, clients, "nobody", Integer.MAX_VALUE),
                new Publication(id, records, new Erasures()),
                consumer(),
                producer);
        run.begin();
        return run;
    }

    private Producer<String, byte[]> producer() {
        Map<String, Object> settings = clients.coPartitionedProducer();
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, UUID.randomUUID().toString());
        return new KafkaProducer<>(settings);
    }

    /** One whose process is gone when it is about to commit for the nth time: nothing of it is ever cleaned up. */
    @SuppressWarnings("unchecked")
    private Producer<String, byte[]> dyingInCommit(int nth) {
        Producer<String, byte[]> real = producer();
        var commits = new AtomicInteger();
        return (Producer<String, byte[]>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Producer.class}, (_, method, arguments) -> {
                    if (method.getName().equals("commitTransaction") && commits.incrementAndGet() == nth) {
                        real.flush();
                        throw new IllegalStateException("Killed");
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void publish() {
        var changes = new Changes(connection);
        try (var producer = new KafkaProducer<String, byte[]>(clients.coPartitionedProducer())) {
            for (int i = 0; i < COUNT; i++) {
                producer.send(new ProducerRecord<>(
                        Topics.CHANGES,
                        connection,
                        records.write(Topics.CHANGES, changes.user("u" + i % 7, "name" + i))));
            }
        }
    }

    private ReplaySetting setting(List<ReplayRange> ranges) {
        return ReplaySetting.newBuilder()
                .setApp("app")
                .setSource(ReplaySource.CHANGES)
                .setConnections(List.of(connection))
                .setRanges(ranges)
                .setRatePerSecond(PER_SECOND)
                .setState(ReplayState.RUNNING)
                .setSteps(List.of(ReplayStep.newBuilder()
                        .setTime(Instant.EPOCH)
                        .setState(ReplayState.RUNNING)
                        .setRatePerSecond(PER_SECOND)
                        .setOperator("admin-token")
                        .build()))
                .build();
    }

    private static List<ReplayRange> ranges(Admin admin) throws Exception {
        var ranges = new ArrayList<ReplayRange>();
        int partitions = admin.describeTopics(List.of(Topics.CHANGES))
                .allTopicNames()
                .get()
                .get(Topics.CHANGES)
                .partitions()
                .size();
        for (int partition = 0; partition < partitions; partition++) {
            var of = new TopicPartition(Topics.CHANGES, partition);
            long end = admin.listOffsets(Map.of(of, OffsetSpec.latest()))
                    .partitionResult(of)
                    .get()
                    .offset();
            ranges.add(new ReplayRange(Topics.CHANGES, partition, 0L, end));
        }
        return ranges;
    }

    private ReplayProgress progress(Admin admin) throws Exception {
        return admin
                .listConsumerGroupOffsets(ReplayProgress.group(id))
                .partitionsToOffsetAndMetadata()
                .get()
                .values()
                .stream()
                .map(offset -> ReplayProgress.of(offset.metadata()))
                .reduce(ReplayProgress.NONE, ReplayProgress::plus);
    }

    private boolean isAlone(Admin admin) throws Exception {
        ConsumerGroupDescription group = admin.describeConsumerGroups(List.of(ReplayProgress.group(id)))
                .describedGroups()
                .get(ReplayProgress.group(id))
                .get();
        return group.groupState() == GroupState.STABLE && group.members().size() == 1;
    }

    private List<String> published() throws Exception {
        var ids = new ArrayList<String>();
        try (Consumer<String, byte[]> consumer = clients.consumers(Map.of()).createConsumer()) {
            int partitions = consumer.partitionsFor(Topics.RETRIES).size();
            for (int partition = 0; partition < partitions; partition++) {
                new Scan(clients).each(new TopicPartition(Topics.RETRIES, partition), record -> {
                    DeliveryRetry retry = records.read(Topics.RETRIES, record.value(), DeliveryRetry.class);
                    if (id.equals(retry.getReplay())) {
                        assertThat(record.headers()).contains(Addressee.header(retry.getApp()));
                        ids.add(retry.getId());
                    }
                });
            }
        }
        return ids;
    }

    private static void createTopics(Admin admin) throws Exception {
        var existing = admin.listTopics().names().get();
        List<NewTopic> missing = Topics.all(PARTITIONS, (short) 1).stream()
                .filter(topic -> !existing.contains(topic.name()))
                .toList();
        admin.createTopics(missing).all().get();
    }
}
