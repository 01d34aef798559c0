package dev.rollcall.sync.replay;

import com.mongodb.client.MongoDatabase;
import dev.rollcall.event.AppKind;
import dev.rollcall.schemas.delivery.AppGroup;
import dev.rollcall.schemas.delivery.ReplayProgress;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.sync.ops.KafkaClients;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on a replay from its first step to its last, whatever fails in between. */
final class ReplayWork implements Replays.ReplayThreads {

    private static final Logger log = LoggerFactory.getLogger(ReplayWork.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int BATCH = 500;
    private static final int TRANSACTION_MILLIS = 15_000;

    private final Settings settings;
    private final KafkaClients clients;
    private final Admin admin;
    private final AvroRecords records;
    private final MongoDatabase database;
    private final Erasures erasures;
    private final ReplayProperties properties;
    private final Clock clock;

    ReplayWork(
            Settings settings,
            KafkaClients clients,
            Admin admin,
            AvroRecords records,
            MongoDatabase database,
            Erasures erasures,
            ReplayProperties properties,
            Clock clock) {
        this.settings = settings;
        this.clients = clients;
        this.admin = admin;
        this.records = records;
        this.database = database;
        this.erasures = erasures;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void run(String id, BooleanSupplier isOver) {
        log.atInfo().addKeyValue("replay", id).log("Replay taken up");
        while (!isOver.getAsBoolean()) {
            try {
                session(id, isOver);
            } catch (InterruptException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                log.atWarn().addKeyValue("replay", id).setCause(e).log("A replay broke off; it goes on from there");
                rest();
            }
        }
        log.atInfo().addKeyValue("replay", id).log("Replay left");
    }

    private void session(String id, BooleanSupplier isOver) {
        Optional<Replay> first = Replays.find(settings, id);
        if (first.isEmpty()) {
            return;
        }
        Replay replay = first.get();
        try (var consumer = clients.consumers(Map.of(
                                ConsumerConfig.GROUP_ID_CONFIG,
                                ReplayProgress.group(id),
                                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                                BATCH,
                                // what was read of one partition is needed for the others of its number
                                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                                RangeAssignor.class.getName()))
                        .createConsumer();
                Producer<String, byte[]> producer = producer(id)) {
            var run = new ReplayRun(
                    () -> Replays.find(settings, id).orElse(replay),
                    extract(replay),
                    new Outstanding(admin, clients, AppGroup.of(replay.setting().getApp()), properties.window()),
                    new Publication(id, records, erasures),
                    consumer,
                    producer);
            run.begin();
            while (!isOver.getAsBoolean()) {
                run.step();
            }
        }
    }

    private Producer<String, byte[]> producer(String id) {
        Map<String, Object> producing = clients.coPartitionedProducer();
        // one of a dead worker is fenced off by its generation in the group
        producing.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, ReplayProgress.group(id) + '-' + UUID.randomUUID());
        producing.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
        return new KafkaProducer<>(producing);
    }

    private Extract extract(Replay replay) {
        var scan = new Scan(clients);
        return switch (replay.setting().getSource()) {
            case CHANGES ->
                new ChangeExtract(
                        replay,
                        settings.app(replay.setting().getApp())
                                .filter(app -> app.value().getKind() == AppKind.SCIM)
                                .isPresent(),
                        records,
                        scan,
                        clock);
            case LETTERS -> new LetterExtract(replay, records, database.getCollection(LetterExtract.COLLECTION), clock);
            case STATES -> new StateExtract(replay, records, scan, clock);
            case UNKNOWN -> throw new IllegalStateException("A replay of a kind that this version doesn't know.");
        };
    }

    private static void rest() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
