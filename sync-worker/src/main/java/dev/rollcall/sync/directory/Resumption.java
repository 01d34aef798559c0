package dev.rollcall.sync.directory;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import dev.rollcall.sync.ops.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the requests of a partition go on. Kafka's group knows. Where it doesn't, the newest change does: it names
 * its request, and what came after that one and made no change makes none now. What is found out is committed at once, for
 * ingest takes no pushes while the worker seems to be far behind.
 */
final class Resumption {

    private static final Logger log = LoggerFactory.getLogger(Resumption.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /** Of the log's end, which also has markers of transactions. */
    private static final long TAIL = 64;

    private final TopicPartition requests;
    private final TopicPartition changes;
    private final KafkaClients kafka;
    private final AvroRecords records;

    Resumption(TopicPartition requests, KafkaClients kafka, AvroRecords records) {
        this.requests = requests;
        this.changes = new TopicPartition(Topics.CHANGES, requests.partition());
        this.kafka = kafka;
        this.records = records;
    }

    /** The offset of the first request that isn't decided. */
    long next(Consumer<?, ?> consumer) {
        OffsetAndMetadata committed = consumer.committed(Set.of(requests)).get(requests);
        long first = consumer.beginningOffsets(Set.of(requests)).getOrDefault(requests, 0L);
        long end = consumer.endOffsets(Set.of(requests)).getOrDefault(requests, Long.MAX_VALUE);
        if (committed != null && committed.offset() >= first && committed.offset() <= end) {
            return committed.offset();
        }
        boolean isDeleted = committed != null && committed.offset() < first;
        long next = isDeleted ? first : Math.max(first, afterNewestChange());
        if (next > 0 || committed != null) {
            consumer.commitSync(Map.of(requests, new OffsetAndMetadata(next)));
            tell(committed, first, next);
        }
        return next;
    }

    private void tell(@Nullable OffsetAndMetadata committed, long first, long next) {
        if (committed == null || committed.offset() > first) {
            log.atWarn()
                    .addKeyValue("partition", requests.partition())
                    .addKeyValue("offset", next)
                    .log("Kafka doesn't know which requests are decided; the newest change told");
        } else {
            log.atError()
                    .addKeyValue("partition", requests.partition())
                    .addKeyValue("from", committed.offset())
                    .addKeyValue("to", first)
                    .log("Kafka had deleted requests before they were decided; their clients have to push again");
        }
    }

    /** The first offset there is where no change is kept, or the newest one's request isn't: all requests are newer then. */
    private long afterNewestChange() {
        try (Consumer<String, byte[]> reader = kafka.consumers(Map.of()).createConsumer()) {
            String txn = newestTxn(reader);
            return txn == null ? 0 : afterRequest(txn, reader);
        }
    }

    private @Nullable String newestTxn(Consumer<String, byte[]> reader) {
        reader.assign(List.of(changes));
        long first = reader.beginningOffsets(List.of(changes)).getOrDefault(changes, 0L);
        long end = reader.endOffsets(List.of(changes)).getOrDefault(changes, 0L);
        String newest = null;
        long from = end;
        for (long tail = TAIL; newest == null && from > first; tail *= 2) {
            from = Math.max(first, end - tail);
            reader.seek(changes, from);
            while (reader.position(changes) < end) {
                for (ConsumerRecord<String, byte[]> record : reader.poll(POLL)) {
                    newest = read(record, IdentityChange.class)
                            .map(IdentityChange::getTxn)
                            .orElse(newest);
                }
            }
        }
        return newest;
    }

    private long afterRequest(String id, Consumer<String, byte[]> reader) {
        reader.assign(List.of(requests));
        reader.seekToBeginning(List.of(requests));
        long end = reader.endOffsets(List.of(requests)).getOrDefault(requests, 0L);
        while (reader.position(requests) < end) {
            for (ConsumerRecord<String, byte[]> record : reader.poll(POLL)) {
                if (read(record, ProvisioningRequest.class)
                        .filter(request -> request.getId().equals(id))
                        .isPresent()) {
                    return record.offset() + 1;
                }
            }
        }
        return 0;
    }

    private <T extends SpecificRecord> Optional<T> read(ConsumerRecord<String, byte[]> record, Class<T> type) {
        try {
            return record.value() == null
                    ? Optional.empty()
                    : Optional.of(records.read(record.topic(), record.value(), type));
        } catch (UnreadableRecordException _) {
            return Optional.empty();
        }
    }
}
