package dev.rollcall.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.Cause;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.event.Fault;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.topic.RecordPublisher;
import dev.rollcall.ingest.topic.RecordSearch;
import dev.rollcall.schemas.topic.Addressee;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;

/** What workers would write about deliveries of one connection. */
public final class Deliveries {

    private final Stage stage;
    private final String connection;
    private final AvroRecords records;

    Deliveries(Stage stage, String connection) {
        this.stage = stage;
        this.connection = connection;
        this.records = new AvroRecords(SerdeSettings.apicurio(stage.backend().registryApiUrl()));
    }

    /** The id of the change with this number. */
    public String change(long sequence) {
        return connection + "-txn-" + sequence + "-0";
    }

    public DeliveryReceipt settle(
            String app,
            String resource,
            long sequence,
            DeliveryOutcome outcome,
            UnaryOperator<DeliveryReceipt.Builder> more) {
        DeliveryReceipt receipt = more.apply(DeliveryReceipt.newBuilder()
                        .setApp(app)
                        .setConnection(connection)
                        .setChange(change(sequence))
                        .setResourceType(ResourceType.USER)
                        .setResource(resource)
                        .setSequence(sequence)
                        .setOutcome(outcome)
                        .setAttempts(1)
                        .setStatus(outcome == DeliveryOutcome.FAILED ? 422 : 200)
                        .setLatencyMillis(120)
                        .setTime(now()))
                .build();
        publish(Topics.RECEIPTS, Keys.delivery(app, resource), receipt);
        return receipt;
    }

    public DeliveryReceipt settle(String app, String resource, long sequence, DeliveryOutcome outcome) {
        return settle(app, resource, sequence, outcome, receipt -> receipt);
    }

    /** A delivery that was given up: its receipt and its dead letter. */
    public DeadLetter giveUp(String app, String resource, long sequence, String code) {
        DeliveryReceipt receipt = settle(app, resource, sequence, DeliveryOutcome.FAILED);
        return bury(
                letter(app, resource, sequence, code).setTime(receipt.getTime()).build());
    }

    public DeadLetter bury(DeadLetter letter) {
        String app = letter.getApp();
        publish(
                Topics.DEAD_LETTERS,
                app == null ? String.valueOf(letter.getTopic()) : Keys.delivery(app, letter.getResource()),
                letter);
        return letter;
    }

    public DeadLetter.Builder letter(String app, String resource, long sequence, String code) {
        return DeadLetter.newBuilder()
                .setId(connection + "-letter-" + app + '-' + sequence)
                .setTime(now())
                .setFault(Fault.RESOURCE)
                .setCode(code)
                .setCause(app + " didn't take it after 3 attempts")
                .setApp(app)
                .setConnection(connection)
                .setResourceType(ResourceType.USER)
                .setResource(resource)
                .setChange(change(sequence))
                .setSequence(sequence)
                .setTopic(Topics.CHANGES)
                .setPartition(0)
                .setOffset(sequence)
                .setRecord(ByteBuffer.wrap(records.write(
                        Topics.CHANGES,
                        IdentityChange.newBuilder()
                                .setId(change(sequence))
                                .setConnection(connection)
                                .setSequence(sequence)
                                .setTime(now())
                                .setKind("urn:ietf:params:scim:event:prov:put:full")
                                .setResourceType(ResourceType.USER)
                                .setResource(resource)
                                .setVersion(1)
                                .setTxn(connection + "-txn-" + sequence)
                                .setCause(Cause.REQUEST)
                                .build())));
    }

    /** The connection's retries, in order. */
    public List<DeliveryRetry> retries() {
        var retries = new ArrayList<DeliveryRetry>();
        stage.bean(RecordSearch.class).since(Topics.RETRIES, connection, Instant.EPOCH, record -> {
            if (connection.equals(record.key())) {
                DeliveryRetry retry = read(record.value());
                assertThat(record.headers()).contains(Addressee.header(retry.getApp()));
                retries.add(retry);
            }
            return false;
        });
        return retries;
    }

    private DeliveryRetry read(byte[] value) {
        try {
            return records.read(Topics.RETRIES, value, DeliveryRetry.class);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException(e);
        }
    }

    private void publish(String topic, String key, SpecificRecord record) {
        stage.bean(RecordPublisher.class).publish(topic, key, record, List.of()).join();
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
