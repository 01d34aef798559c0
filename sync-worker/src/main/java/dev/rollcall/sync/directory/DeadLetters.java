package dev.rollcall.sync.directory;

import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.Fault;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ProvisioningResult;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the directory role gives up, told so that it can be judged and retried. */
final class DeadLetters {

    private DeadLetters() {}

    /** A request that was refused after its client had been answered with a prediction. */
    static DeadLetter refused(
            ConsumerRecord<String, byte[]> record,
            ProvisioningRequest request,
            ProvisioningResult result,
            Instant now) {
        return letter(record, now)
                .setId(request.getId())
                .setFault(result.getStatus() >= 500 ? Fault.ROLLCALL : Fault.CLIENT)
                .setCause("Refused with " + result.getStatus()
                        + (result.getScimType() == null ? "" : " " + result.getScimType())
                        + " after the client had been answered: " + result.getDetail())
                .setCode("refused-" + result.getStatus()
                        + (result.getScimType() == null ? "" : " " + result.getScimType()))
                .setConnection(request.getConnection())
                .setResourceType(request.getResourceType())
                .setResource(request.getResource())
                .build();
    }

    /** A record that can't be read. */
    static DeadLetter unreadable(ConsumerRecord<String, byte[]> record, String cause, Instant now) {
        return letter(record, now)
                .setId(record.topic() + "-" + record.partition() + "-" + record.offset())
                .setFault(Fault.RECORD)
                .setCause(cause)
                .setCode("unreadable")
                .build();
    }

    private static DeadLetter.Builder letter(ConsumerRecord<String, byte[]> record, Instant now) {
        return DeadLetter.newBuilder()
                .setTime(now)
                .setTopic(record.topic())
                .setPartition(record.partition())
                .setOffset(record.offset())
                .setRecord(record.value() == null ? null : ByteBuffer.wrap(record.value()));
    }
}
