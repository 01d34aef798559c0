package dev.rollcall.schemas.subscribe;

import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.utils.Utils;

/** What snapshots are read from: a consumer without a group, and the ends of partitions. */
final class Sources implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final Consumer<String, byte[]> reader;
    private final Admin admin;
    private final AvroRecords records;

    Sources(Consumer<String, byte[]> reader, Admin admin, AvroRecords records) {
        this.reader = reader;
        this.admin = admin;
        this.records = records;
    }

    /** The first record that is kept. */
    long beginning(TopicPartition partition) {
        return offset(partition, OffsetSpec.earliest(), IsolationLevel.READ_COMMITTED);
    }

    /** Behind the last record that was written, be its transaction decided or not. */
    long end(TopicPartition partition) {
        return offset(partition, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    }

    /** Behind the last record before which every transaction is decided. */
    long committedEnd(TopicPartition partition) {
        return offset(partition, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    }

    private long offset(TopicPartition partition, OffsetSpec spec, IsolationLevel isolation) {
        try {
            return admin.listOffsets(Map.of(partition, spec), new ListOffsetsOptions(isolation))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw new KafkaException("The ends of " + partition + " can't be told", e.getCause());
        }
    }

    void beginReading(TopicPartition partition) {
        reader.assign(List.of(partition));
        reader.seekToBeginning(List.of(partition));
    }

    List<ConsumerRecord<String, byte[]>> read(TopicPartition partition) {
        return reader.poll(PATIENCE).records(partition);
    }

    long position(TopicPartition partition) {
        return reader.position(partition);
    }

    void readAgain(ConsumerRecord<?, ?> record) {
        reader.seek(new TopicPartition(record.topic(), record.partition()), record.offset());
    }

    <T extends SpecificRecord> T value(ConsumerRecord<?, byte[]> record, Class<T> type)
            throws UnreadableRecordException {
        return records.read(record.topic(), record.value(), type);
    }

    @Override
    public void close() {
        Utils.closeQuietly(reader, "reader of snapshots");
        Utils.closeQuietly(admin, "admin of snapshots");
    }
}
