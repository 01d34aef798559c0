package dev.rollcall.sync.delivery;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.topic.Topics;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Changes as one app reads them. */
final class Batches {

    static final String APP = "app1";

    private Batches() {}

    static Delivery delivery(IdentityChange change) {
        return new Delivery(
                APP,
                change,
                new ConsumerRecord<>(Topics.CHANGES, 0, change.getSequence(), change.getConnection(), new byte[0]));
    }

    static List<Delivery> of(IdentityChange... changes) {
        return Stream.of(changes).map(Batches::delivery).toList();
    }
}
