package dev.rollcall.ingest.activity;

import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.ingest.activity.capture.RedactedBody;
import dev.rollcall.ingest.activity.capture.RequestLogProperties;
import dev.rollcall.ingest.topic.RecordSearch;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.CloudEvent;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.springframework.stereotype.Component;

/**
 * The bodies of calls, redacted. What was taken is on the log of requests already, so it is read there when somebody
 * wants to see it, instead of copying it for everyone whom nobody looks at. Blocking.
 */
@Component
public final class Bodies {

    private static final Duration CLOCKS = Duration.ofSeconds(1);

    private final RecordSearch search;
    private final AvroRecords records;
    private final RequestLogProperties properties;
    private final Erasures erasures;

    Bodies(RecordSearch search, AvroRecords records, RequestLogProperties properties, Erasures erasures) {
        this.search = search;
        this.records = records;
        this.properties = properties;
        this.erasures = erasures;
    }

    /** Empty where it had none, it isn't kept any more, it is about somebody who is erased, or Kafka is away. */
    public Optional<String> of(RequestLogEntry entry) {
        if (!properties.bodies() || erasures.isErased(entry.getConnection(), entry.getResource())) {
            return Optional.empty();
        }
        String txn = entry.getTxn();
        return txn == null
                ? Optional.ofNullable(entry.getBody())
                : published(entry, txn)
                        .map(body ->
                                RedactedBody.of(body, (int) properties.maxBody().toBytes()));
    }

    private Optional<String> published(RequestLogEntry entry, String txn) {
        var found = new AtomicReference<ConsumerRecord<String, byte[]>>();
        try {
            search.since(
                    Topics.REQUESTS,
                    entry.getConnection(),
                    entry.getTime()
                            .minus(Duration.ofNanos(entry.getDurationMicros() * 1_000))
                            .minus(CLOCKS),
                    record -> {
                        boolean isIt = txn.equals(CloudEvent.text(record.headers(), "ce_id"));
                        if (isIt) {
                            found.set(record);
                        }
                        return isIt;
                    });
        } catch (KafkaException e) {
            return Optional.empty();
        }
        return Optional.ofNullable(found.get()).flatMap(this::body);
    }

    private Optional<String> body(ConsumerRecord<String, byte[]> record) {
        try {
            synchronized (records) {
                return Optional.ofNullable(records.read(Topics.REQUESTS, record.value(), ProvisioningRequest.class)
                        .getBody());
            }
        } catch (UnreadableRecordException e) {
            return Optional.empty();
        }
    }
}
