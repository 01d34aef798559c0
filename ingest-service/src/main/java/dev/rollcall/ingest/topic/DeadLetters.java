package dev.rollcall.ingest.topic;

import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.Fault;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what can't be read on a topic, so that its reader may move on. */
public final class DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final RecordPublisher publisher;
    private final Clock clock;

    public DeadLetters(RecordPublisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Returns when the dead letter is durable; the same record gives the same id however often. */
    public void unreadable(ConsumerRecord<String, byte[]> record, UnreadableRecordException cause) {
        var letter = DeadLetter.newBuilder()
                .setId(record.topic() + "-" + record.partition() + "-" + record.offset())
                .setTime(clock.instant())
                .setFault(Fault.RECORD)
                .setCode("unreadable")
                .setCause(String.valueOf(cause.getMessage()))
                .setTopic(record.topic())
                .setPartition(record.partition())
                .setOffset(record.offset())
                .setRecord(record.value() == null ? null : ByteBuffer.wrap(record.value()))
                .build();
        publisher
                .publish(Topics.DEAD_LETTERS, record.topic(), letter, List.of())
                .join();
        log.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .log("A record can't be read and went to the dead letters");
    }
}
