package dev.rollcall.sync.fanout;

import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.delivery.LedgerMark;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import dev.rollcall.sync.delivery.Ledger;
import dev.rollcall.sync.delivery.Recalled;
import dev.rollcall.sync.ops.KafkaClients;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;

/** Completes a ledger that was lost from the receipts; until then nothing is delivered that it might know of. */
final class LedgerRecovery {

    private static final Logger log = LoggerFactory.getLogger(LedgerRecovery.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int AT_ONCE = 2_000;

    private final ConsumerFactory<String, byte[]> consumers;
    private final AvroRecords records;
    private final LedgerMark mark;
    private final Ledger ledger;
    private final Settings settings;

    LedgerRecovery(KafkaClients kafka, AvroRecords records, LedgerMark mark, Ledger ledger, Settings settings) {
        this.consumers = kafka.consumers(Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, AT_ONCE));
        this.records = records;
        this.mark = mark;
        this.ledger = ledger;
        this.settings = settings;
    }

    /** Returns at once when it is whole. */
    void ensure(BooleanSupplier goesOn) {
        if (mark.isWhole()) {
            return;
        }
        ledger.createIndexes();
        String incarnation = UUID.randomUUID().toString();
        mark.begin(incarnation);
        long read = recall(goesOn);
        if (goesOn.getAsBoolean() && mark.complete(incarnation)) {
            log.atInfo().addKeyValue("receipts", read).log("The ledger is completed from the receipts");
        }
    }

    private long recall(BooleanSupplier goesOn) {
        long read = 0;
        try (Consumer<String, byte[]> consumer = consumers.createConsumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.RECEIPTS).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (goesOn.getAsBoolean()
                    && partitions.stream()
                            .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                ConsumerRecords<String, byte[]> polled = consumer.poll(POLL);
                read += polled.count();
                ledger.recall(entries(polled));
            }
        }
        return read;
    }

    /** Without an id that the app was given where it was before: here it may be somebody else's. */
    private DeliveryReceipt here(DeliveryReceipt receipt) {
        boolean isOfElsewhere = settings.app(receipt.getApp())
                .map(app -> app.value().getMoved())
                .filter(moved -> receipt.getTime().isBefore(moved))
                .isPresent();
        return isOfElsewhere
                ? DeliveryReceipt.newBuilder(receipt).setRemoteId(null).build()
                : receipt;
    }

    /** A resource's receipts of an app are in one partition, and so in order. */
    private List<LedgerEntry> entries(ConsumerRecords<String, byte[]> polled) {
        var entries = new LinkedHashMap<String, LedgerEntry>();
        for (ConsumerRecord<String, byte[]> record : polled) {
            try {
                if (record.value() != null) {
                    var receipt = here(records.read(record.topic(), record.value(), DeliveryReceipt.class));
                    LedgerEntry none = LedgerEntry.none(
                            receipt.getApp(),
                            receipt.getResourceType(),
                            receipt.getConnection(),
                            receipt.getResource());
                    entries.compute(none.id(), (_, before) -> Recalled.of(before == null ? none : before, receipt));
                }
            } catch (UnreadableRecordException e) {
                // whoever projects receipts makes a dead letter of it
                log.atWarn()
                        .addKeyValue("partition", record.partition())
                        .addKeyValue("offset", record.offset())
                        .log("A receipt can't be read; what it said is left out of the ledger");
            }
        }
        return entries.values().stream().filter(entry -> entry.sequence() > 0).toList();
    }
}
