package dev.rollcall.sync.gap;

import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Addressee;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.ConnectionPartitioner;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.delivery.Ledger;
import dev.rollcall.sync.ops.KafkaClients;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;

/**
 * Finds out where an app goes on whose place in the log isn't there any more, and publishes what it missed as retries that
 * aren't forced: the ledger has the last word, so whoever does this twice does it once.
 */
public final class Gaps implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Gaps.class);
    private static final String OPERATOR = "rollcall";
    /** So young is an app new however young the first change is that is there still: nothing is deleted so soon. */
    private static final Duration NEW = Duration.ofHours(1);

    private final Missed missed;
    private final Settings settings;
    private final KafkaClients clients;
    private final KafkaOperations<String, byte[]> kafka;
    private final AvroRecords records;
    private final MeterRegistry meters;
    private final Clock clock;
    private final ExecutorService searches = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("gaps").daemon().factory());

    public Gaps(
            DirectoryCollections directory,
            Ledger ledger,
            Settings settings,
            Erasures erasures,
            KafkaClients clients,
            KafkaOperations<String, byte[]> kafka,
            AvroRecords records,
            MeterRegistry meters,
            Clock clock) {
        this.missed = new Missed(directory, ledger, settings, erasures);
        this.settings = settings;
        this.clients = clients;
        this.kafka = kafka;
        this.records = records;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Where to go on with the partitions whose places are lost, once what the app missed is published. One app's at a time:
     * of each the worker holds who there is in memory.
     *
     * @return fails when that can't be told or published yet; trying again helps
     * @throws RuntimeException when Kafka can't be asked
     */
    public CompletableFuture<Map<TopicPartition, Long>> mend(
            App app, Collection<LostPlace> lost, Consumer<?, ?> consumer) {
        Set<TopicPartition> partitions = lost.stream().map(LostPlace::partition).collect(Collectors.toSet());
        Map<TopicPartition, Long> next = consumer.beginningOffsets(partitions);
        List<Gap> gaps = lost.stream()
                .map(place -> gap(app, place, next.getOrDefault(place.partition(), 0L), partitions, consumer))
                // from the very first record on there is nothing that could have been missed
                .filter(gap -> gap.to() > 0 || gap.from() != null)
                .toList();
        if (gaps.isEmpty()) {
            return CompletableFuture.completedFuture(next);
        }
        int count = consumer.partitionsFor(Topics.CHANGES).size();
        return CompletableFuture.supplyAsync(
                () -> {
                    gaps.forEach(gap -> mend(app, gap, count));
                    return next;
                },
                searches);
    }

    /** Retries carry what was brought to the app, for an earlier gap or in the beginning, and are kept for less long. */
    private static Gap gap(App app, LostPlace lost, long to, Set<TopicPartition> allLost, Consumer<?, ?> consumer) {
        var changes = new TopicPartition(Topics.CHANGES, lost.partition().partition());
        if (lost.partition().equals(changes)) {
            return new Gap(app.id(), changes, lost.from(), to, to);
        }
        boolean isToBeBrought = lost.from() != null && !allLost.contains(changes);
        // not where it has read to: what waits for an operator is still to come
        OffsetAndMetadata done =
                isToBeBrought ? consumer.committed(Set.of(changes)).get(changes) : null;
        return new Gap(app.id(), lost.partition(), lost.from(), to, done == null ? null : done.offset());
    }

    private void mend(App app, Gap gap, int partitions) {
        Long changes = gap.changes();
        int brought = changes == null ? 0 : bring(app, gap, changes, partitions);
        if (gap.from() != null || brought > 0) {
            meters.counter("rollcall.app.gaps", "app", app.id()).increment();
            log.atError()
                    .addKeyValue("app", app.id())
                    .addKeyValue("topic", gap.partition().topic())
                    .addKeyValue("partition", gap.partition().partition())
                    .addKeyValue("from", gap.from())
                    .addKeyValue("to", gap.to())
                    .addKeyValue("brought", brought)
                    .log("Kafka had deleted records before the app had them; it is brought what there is instead."
                            + " Reconcile a SCIM app: members who left groups meanwhile are in them still");
        }
    }

    private int bring(App app, Gap gap, long changes, int partitions) {
        // before what remains is read: what it hasn't come to by then may come after that
        Map<String, Long> connections = missed.connections();
        int partition = gap.partition().partition();
        Remaining remaining =
                Remaining.of(new TopicPartition(Topics.CHANGES, partition), changes, app::follows, clients, records);
        if (gap.from() == null && isNew(app, remaining)) {
            return 0;
        }
        missed.requireWhole();
        var sending = new Sending(kafka);
        connections.forEach((connection, before) -> {
            if (app.follows(connection) && ConnectionPartitioner.partitionOf(connection, partitions) == partition) {
                missed.each(
                        app.id(), connection, before, remaining, change -> sending.send(record(gap, changes, change)));
            }
        });
        return sending.await();
    }

    /** Whether all that happened since it was made is there still. */
    private boolean isNew(App app, Remaining remaining) {
        Instant young = clock.instant().minus(NEW);
        Instant oldest = remaining.begins().filter(young::isAfter).orElse(young);
        return settings.app(app.id())
                .filter(made -> made.setting().getCreated().isAfter(oldest))
                .isPresent();
    }

    private ProducerRecord<String, byte[]> record(Gap gap, long changes, IdentityChange missing) {
        String id = gap.replay() + '-' + missing.getId();
        IdentityChange change = IdentityChange.newBuilder(missing)
                .setId(id)
                .setTxn(gap.replay())
                .build();
        DeliveryRetry retry = DeliveryRetry.newBuilder()
                .setId(id)
                .setTime(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .setApp(gap.app())
                .setConnection(change.getConnection())
                .setResourceType(change.getResourceType())
                .setResource(change.getResource())
                .setSequence(change.getSequence())
                .setTopic(Topics.CHANGES)
                .setPartition(gap.partition().partition())
                .setOffset(changes)
                .setRecord(ByteBuffer.wrap(records.write(Topics.CHANGES, change)))
                .setOperator(OPERATOR)
                .setReason(gap.reason())
                .setReplay(gap.replay())
                .build();
        return new ProducerRecord<>(
                Topics.RETRIES,
                gap.partition().partition(),
                null,
                change.getConnection(),
                records.write(Topics.RETRIES, retry),
                List.of(Addressee.header(gap.app())));
    }

    /** What is sought is sought again by whoever has the partition next. */
    @Override
    public void close() {
        searches.shutdownNow();
    }
}
