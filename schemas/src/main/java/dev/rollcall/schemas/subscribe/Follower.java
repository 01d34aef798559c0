package dev.rollcall.schemas.subscribe;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.CloudEvent;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Tells the changes of one partition, from a position on. */
final class Follower {

    private final AvroRecords records;
    private final IdentityListener listener;
    private final Sequences sequences;
    private final Contained contained;

    Follower(AvroRecords records, IdentityListener listener, Sequences sequences, Contained contained) {
        this.records = records;
        this.listener = listener;
        this.sequences = sequences;
        this.contained = contained;
    }

    /**
     * Tells the listener of the record, or of the trouble with it.
     *
     * @return anything else than to go on leaves the record for later
     * @throws Exception what the listener threw, or the registry is away
     */
    Remedy follow(ConsumerRecord<String, byte[]> record) throws Exception {
        IdentityChange change;
        try {
            change = records.read(record.topic(), record.value(), IdentityChange.class);
        } catch (UnreadableRecordException e) {
            return unreadable(record, String.valueOf(e.getMessage()));
        }
        return switch (sequences.look(change.getConnection(), change.getSequence())) {
            case Sequences.Found.Repeated _ -> Remedy.GO_ON;
            case Sequences.Found.Next _ -> tell(change);
            case Sequences.Found.Gap(long expected) -> {
                Remedy remedy = listener.onTrouble(new Trouble.Gap(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        change.getConnection(),
                        expected,
                        change.getSequence()));
                yield remedy == Remedy.GO_ON ? tell(change) : remedy;
            }
        };
    }

    private Remedy tell(IdentityChange change) throws Exception {
        var event = contained.rest(Events.of(change));
        if (event.isPresent()) {
            listener.on(event.get());
        }
        sequences.tell(change.getConnection(), change.getSequence());
        return Remedy.GO_ON;
    }

    private Remedy unreadable(ConsumerRecord<String, byte[]> record, String reason) {
        Remedy remedy =
                listener.onTrouble(new Trouble.Unreadable(record.topic(), record.partition(), record.offset(), reason));
        long sequence = CloudEvent.sequenceOf(record.headers());
        if (remedy == Remedy.GO_ON
                && record.key() != null
                && sequences.look(record.key(), sequence) instanceof Sequences.Found.Next) {
            // it was told of; what comes after it is no gap
            sequences.tell(record.key(), sequence);
        }
        return remedy;
    }

    /** All that was told is durable. */
    void keep() {
        sequences.keep();
    }

    /** What was told since the last {@link #keep} comes again. */
    void forget() {
        sequences.forget();
    }
}
