package dev.rollcall.sync.directory;

import dev.rollcall.event.GroupReference;
import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.directory.GroupReferences;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.CloudEvent;
import dev.rollcall.schemas.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.kafka.core.KafkaOperations;

/** Tells ingest what became of its requests. A result that gets lost costs only time: ingest predicts it then. */
final class Results {

    private static final int PROCESSING = 102;
    private static final int CREATED = 201;

    private final KafkaOperations<String, byte[]> kafka;
    private final AvroRecords records;
    private final GroupReferences references;

    Results(KafkaOperations<String, byte[]> kafka, AvroRecords records, GroupReferences references) {
        this.kafka = kafka;
        this.records = records;
        this.references = references;
    }

    void publish(List<ProvisioningResult> results) {
        addGroups(results);
        results.forEach(this::send);
    }

    /** Tells that these requests have no outcome yet, but soon will. */
    void inHand(List<ConsumerRecord<String, byte[]>> requests) {
        for (ConsumerRecord<String, byte[]> record : requests) {
            String request = CloudEvent.text(record.headers(), CloudEvent.ID);
            if (request != null && record.key() != null) {
                send(ProvisioningResult.newBuilder()
                        .setRequest(request)
                        .setConnection(record.key())
                        .setStatus(PROCESSING)
                        .build());
            }
        }
    }

    private void send(ProvisioningResult result) {
        kafka.send(new ProducerRecord<>(Topics.RESULTS, result.getRequest(), records.write(Topics.RESULTS, result)));
    }

    /** A new user is in no group; the others' groups are looked up together. */
    private void addGroups(List<ProvisioningResult> results) {
        Map<String, List<ProvisioningResult>> byConnection = results.stream()
                .filter(result -> result.getResource() instanceof UserState && result.getStatus() != CREATED)
                .collect(Collectors.groupingBy(ProvisioningResult::getConnection));
        byConnection.forEach((connection, some) -> {
            Function<ProvisioningResult, String> user = result -> ((UserState) result.getResource()).getId();
            Map<String, List<GroupReference>> groups =
                    references.of(connection, some.stream().map(user).collect(Collectors.toSet()));
            some.forEach(result -> result.setGroups(groups.getOrDefault(user.apply(result), List.of())));
        });
    }
}
