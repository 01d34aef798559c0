package dev.rollcall.sync.gap;

import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;

/**
 * Finds out where an app goes on whose place in the log isn't there any more, and publishes what it missed as retries that
 * aren't forced: the ledger has the last word, so whoever does this twice does it once.
 */
public final class Gaps {

    private static final Logger log = LoggerFactory.getLogger(Gaps.class);
    private static final String OPERATOR = "rollcall";
    private static final long DURABLE_SECONDS = 30;
    /** So young is an app new where nothing tells how old the first change would be. */
    private static final Duration NEW = Duration.ofHours(1);

    private final DirectoryCollections directory;
    private final Missed missed;
    private final Settings settings;
    private final KafkaClients clients;
    private final KafkaOperations<String, byte[]> kafka;
    private final AvroRecords records;
    private final MeterRegistry meters;
    private final Clock clock;

    public Gaps(
            DirectoryCollections directory,
            Ledger ledger,
            Settings settings,
            KafkaClients clients,
            KafkaOperations<String, byte[]> kafka,
            AvroRecords records,
            MeterRegistry meters,
            Clock clock) {
        this.directory = directory;
        this.missed = new Missed(directory, ledger);
        this.settings = settings;
        this.clients = clients;
        this.kafka = kafka;
        this.records = records;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Where to go on with the partitions whose places are lost, once what the app missed is published.
     *
     * @throws RuntimeException when that can't be told or published yet; trying again helps
     */
    public Map<TopicPartition, Long> mend(App app, InvalidOffsetException lost, Consumer<?, ?> consumer) {
        var next = new HashMap<TopicPartition, Long>();
        consumer.beginningOffsets(lost.partitions()).forEach((partition, first) -> {
            Long from = lost instanceof OffsetOutOfRangeException out
                    ? out.offsetOutOfRangePartitions().get(partition)
                    : null;
            // from the very first record on there is nothing that could have been missed
            if (first > 0 || from != null) {
                mend(app, new Gap(app.id(), partition, from, first), consumer);
            }
            next.put(partition, first);
        });
        return next;
    }

    private void mend(App app, Gap gap, Consumer<?, ?> consumer) {
        int brought = gap.partition().topic().equals(Topics.CHANGES) ? bring(app, gap, consumer) : 0;
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

    private int bring(App app, Gap gap, Consumer<?, ?> consumer) {
        Remaining remaining = Remaining.of(gap.partition(), gap.to(), clients, records);
        if (gap.from() == null && isNew(app, remaining)) {
            return 0;
        }
        int partitions = consumer.partitionsFor(Topics.CHANGES).size();
        var sent = new ArrayList<CompletableFuture<?>>();
        for (String connection : connections()) {
            if (app.follows(connection)
                    && ConnectionPartitioner.partitionOf(connection, partitions)
                            == gap.partition().partition()) {
                missed.each(app.id(), connection, remaining, change -> sent.add(kafka.send(record(gap, change))));
            }
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                .orTimeout(DURABLE_SECONDS, TimeUnit.SECONDS)
                .join();
        return sent.size();
    }

    /** Whether all that happened since it was made is there still. */
    private boolean isNew(App app, Remaining remaining) {
        Instant oldest = remaining.begins().orElseGet(() -> clock.instant().minus(NEW));
        return settings.app(app.id())
                .filter(made -> made.setting().getCreated().isAfter(oldest))
                .isPresent();
    }

    private List<String> connections() {
        var connections = new ArrayList<String>();
        for (Document document : directory.sequences().find()) {
            if (document.containsKey(DirectoryDocuments.SEQUENCE)) {
                connections.add(document.getString(DirectoryDocuments.ID));
            }
        }
        return connections;
    }

    private ProducerRecord<String, byte[]> record(Gap gap, IdentityChange missing) {
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
                .setOffset(gap.to())
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
}
