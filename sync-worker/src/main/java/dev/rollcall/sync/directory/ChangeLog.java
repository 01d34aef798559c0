package dev.rollcall.sync.directory;

import dev.rollcall.event.ConnectionSequence;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.Headcount;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.CloudEvent;
import dev.rollcall.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Writes one partition of the log. Changes, states and the offsets of their requests are one Kafka transaction, under a
 * transactional id that belongs to the partition: whoever opens it fences off whoever had it before.
 */
final class ChangeLog implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final TopicPartition requests;
    private final Producer<String, byte[]> producer;
    private final AvroRecords records;
    private final Step.Listener steps;

    /** @param producer with a transactional id; its transactions are initialized here */
    ChangeLog(TopicPartition requests, Producer<String, byte[]> producer, AvroRecords records, Step.Listener steps) {
        this.requests = requests;
        this.producer = producer;
        this.records = records;
        this.steps = steps;
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            // tried again for as long as Kafka is away, and each try would leave a producer behind
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /**
     * Commits a batch.
     *
     * @return where each topic that was written to goes on
     * @throws RuntimeException when it isn't known whether it was committed; the log must be opened anew then, and the
     *     group's committed offset tells
     */
    Map<TopicPartition, Long> commit(Batch batch, ConsumerGroupMetadata group, Instant now) {
        var positions = new ConcurrentHashMap<TopicPartition, Long>();
        producer.beginTransaction();
        // one by one, for a batch may hold a hundred thousand memberships, and the producer's buffer is bounded
        encode(
                batch,
                now,
                record -> producer.send(record, (written, failure) -> {
                    // a failure is told by the commit
                    if (failure == null) {
                        positions.merge(
                                new TopicPartition(written.topic(), written.partition()),
                                written.offset() + 1,
                                Math::max);
                    }
                }));
        producer.sendOffsetsToTransaction(Map.of(requests, new OffsetAndMetadata(batch.nextOffset())), group);
        steps.reached(Step.SENT);
        producer.commitTransaction();
        steps.reached(Step.COMMITTED);
        return positions;
    }

    private void encode(Batch batch, Instant now, Consumer<ProducerRecord<String, byte[]>> to) {
        for (IdentityChange change : batch.changes()) {
            var event = new CloudEvent(
                    change.getId(),
                    "dev.rollcall.identity.change.v1",
                    change.getConnection(),
                    subject(change.getResourceType(), change.getResource()),
                    change.getTime(),
                    change.getSequence());
            var headers = event.headers(batch.traceparentOf(change));
            to.accept(record(Topics.CHANGES, change.getConnection(), change, headers));
        }
        for (StateWrite write : batch.writes()) {
            ProducerRecord<String, byte[]> state = state(write, now);
            String traceparent = batch.traceparentOf(write);
            if (traceparent != null) {
                state.headers().add(CloudEvent.TRACEPARENT, traceparent.getBytes(StandardCharsets.UTF_8));
            }
            to.accept(state);
        }
        for (IdentityChange newest : batch.unheld()) {
            var sequence = new ConnectionSequence(newest.getConnection(), newest.getSequence(), newest.getTime());
            var event = new CloudEvent(
                    newest.getConnection() + "-" + newest.getSequence(),
                    "dev.rollcall.identity.sequence.v1",
                    newest.getConnection(),
                    "/",
                    newest.getTime(),
                    newest.getSequence());
            to.accept(record(Topics.SEQUENCES, newest.getConnection(), sequence, event.headers(null)));
        }
        for (Headcount count : batch.headcounts()) {
            var event = new CloudEvent(
                    count.getConnection() + "-" + count.getSequence(),
                    "dev.rollcall.identity.headcount.v1",
                    count.getConnection(),
                    "/",
                    count.getTime(),
                    count.getSequence());
            to.accept(record(Topics.HEADCOUNTS, count.getConnection(), count, event.headers(null)));
        }
        for (DeadLetter letter : batch.deadLetters()) {
            String key = letter.getConnection() == null ? letter.getTopic() : letter.getConnection();
            to.accept(new ProducerRecord<>(Topics.DEAD_LETTERS, key, records.write(Topics.DEAD_LETTERS, letter)));
        }
    }

    private ProducerRecord<String, byte[]> state(StateWrite write, Instant now) {
        return switch (write) {
            case StateWrite.OfUser user ->
                record(
                        Topics.USERS,
                        user.key(),
                        user.state(),
                        event(user, "user", "/Users/", user.state().getLastModified()));
            case StateWrite.OfGroup group ->
                record(
                        Topics.GROUPS,
                        group.key(),
                        group.state(),
                        event(group, "group", "/Groups/", group.state().getLastModified()));
            case StateWrite.OfMembership membership ->
                record(
                        Topics.MEMBERSHIPS,
                        membership.key(),
                        membership.state(),
                        event(
                                membership,
                                "membership",
                                "/Groups/",
                                membership.state().getSince()));
            case StateWrite.OfOutcome outcome ->
                record(
                        Topics.OUTCOMES,
                        outcome.key(),
                        outcome.state(),
                        event(
                                outcome,
                                "outcome",
                                "/AsyncResults/",
                                outcome.state().getTime()));
            case StateWrite.Removed removed ->
                switch (removed.kind()) {
                    case USER -> record(Topics.USERS, removed.key(), null, event(removed, "user", "/Users/", now));
                    case GROUP -> record(Topics.GROUPS, removed.key(), null, event(removed, "group", "/Groups/", now));
                    case MEMBERSHIP ->
                        record(Topics.MEMBERSHIPS, removed.key(), null, event(removed, "membership", "/Groups/", now));
                    case OUTCOME ->
                        record(Topics.OUTCOMES, removed.key(), null, event(removed, "outcome", "/AsyncResults/", now));
                };
        };
    }

    /** @param endpoint of the resource, whose id is the key's second part; a membership is about its group */
    private static Headers event(StateWrite write, String what, String endpoint, Instant time) {
        String[] key = write.key().split("/");
        return new CloudEvent(
                        write.key() + "-" + write.sequence(),
                        "dev.rollcall.identity." + what + ".v1",
                        key[0],
                        endpoint + key[1],
                        time,
                        write.sequence())
                .headers(null);
    }

    private ProducerRecord<String, byte[]> record(
            String topic, String key, @Nullable SpecificRecord value, Headers headers) {
        byte[] bytes = value == null ? null : records.write(topic, value);
        return new ProducerRecord<>(topic, null, key, bytes, headers);
    }

    private static String subject(ResourceType type, String id) {
        return (type == ResourceType.USER ? "/Users/" : "/Groups/") + id;
    }

    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
