package dev.rollcall.sync.replay;

import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ReplayStep;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes down that an app is to get something in the name of a replay. */
final class Wishes {

    private final Replay replay;
    private final Clock clock;

    Wishes(Replay replay, Clock clock) {
        this.replay = replay;
        this.clock = clock;
    }

    /**
     * Of a change.
     *
     * @param value the change as it was read or made
     * @param source what it was read from or made of
     * @param isForced whether it is sent although the app has had it
     */
    DeliveryRetry of(IdentityChange change, byte[] value, ConsumerRecord<String, byte[]> source, boolean isForced) {
        return signed(DeliveryRetry.newBuilder())
                .setId(replay.id() + '-' + change.getId())
                .setConnection(change.getConnection())
                .setResourceType(change.getResourceType())
                .setResource(change.getResource())
                .setSequence(change.getSequence())
                .setTopic(source.topic())
                .setPartition(source.partition())
                .setOffset(source.offset())
                .setRecord(ByteBuffer.wrap(value))
                .setForced(isForced)
                .build();
    }

    /** Begins one: whose it is. */
    DeliveryRetry.Builder signed(DeliveryRetry.Builder retry) {
        ReplayStep made = replay.setting().getSteps().getFirst();
        return retry.setTime(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .setApp(replay.setting().getApp())
                .setReplay(replay.id())
                .setOperator(made.getOperator())
                .setReason(made.getReason());
    }
}
