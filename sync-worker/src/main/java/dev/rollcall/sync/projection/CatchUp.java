package dev.rollcall.sync.projection;

import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Projects the state topics of a partition from their checkpoint to their end, so that a generation that is whole is where
 * the log is before anything is decided on it.
 */
final class CatchUp {

    private static final Logger log = LoggerFactory.getLogger(CatchUp.class);

    private final StateLog states;
    private final AvroRecords records;
    private final Graveyard graveyard;

    CatchUp(StateLog states, AvroRecords records, Graveyard graveyard) {
        this.states = states;
        this.records = records;
        this.graveyard = graveyard;
    }

    void run(Replica replica, Checkpoint from) {
        // a hold has to be there before what is held, and topics come in no order
        states.read(
                replica.partition(),
                List.of(Topics.HEADCOUNTS),
                from.offsets(),
                (polled, _) -> replica.projection()
                        .headcounts(States.of(polled, records).headcounts()));
        long[] projected = {0};
        // told in the end: whoever sees a number may rely on all that comes before it
        var sequences = new HashMap<String, Long>();
        Map<TopicPartition, Long> positions =
                states.read(replica.partition(), Topics.STATES, from.offsets(), (polled, _) -> {
                    projected[0] += polled.count();
                    States read = decode(polled);
                    replica.projection().headcounts(read.headcounts());
                    replica.projection().write(read.writes());
                    read.raise(sequences);
                });
        replica.projection().sequences(sequences);
        replica.checkpoints().write(new Checkpoint(positions, from.incarnation(), true));
        if (projected[0] > 0) {
            log.atInfo()
                    .addKeyValue("partition", replica.partition())
                    .addKeyValue("generation", replica.generation())
                    .addKeyValue("records", projected[0])
                    .log("Directory caught up with the log");
        }
    }

    /** What the records say; each that can't be read is a dead letter when this returns. */
    States decode(ConsumerRecords<String, byte[]> polled) {
        States read = States.of(polled, records);
        read.unreadable().forEach(one -> graveyard.bury(one.record(), one.cause()));
        return read;
    }
}
