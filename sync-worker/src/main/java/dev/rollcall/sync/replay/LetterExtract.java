package dev.rollcall.sync.replay;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;

/** What the app was given up on and nobody has seen to since. */
final class LetterExtract implements Extract {

    /** As the ingest service projects them. */
    static final String COLLECTION = "dead_letters";

    private final Replay replay;
    private final AvroRecords records;
    private final MongoCollection<Document> letters;
    private final Wishes wishes;

    LetterExtract(Replay replay, AvroRecords records, MongoCollection<Document> letters, Clock clock) {
        this.replay = replay;
        this.records = records;
        this.letters = letters;
        this.wishes = new Wishes(replay, clock);
    }

    @Override
    public List<DeliveryRetry> of(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
        DeadLetter letter = records.read(Topics.DEAD_LETTERS, record.value(), DeadLetter.class);
        boolean isOurs = replay.setting().getApp().equals(letter.getApp())
                && letter.getConnection() != null
                && replay.concerns(letter.getConnection())
                && letter.getResource() != null
                && letter.getSequence() != null
                && letter.getRecord() != null;
        return isOurs && isNewestAndOpen(letter, record) ? List.of(wish(letter)) : List.of();
    }

    /** A letter that came again is on the topic more than once, and retried once. */
    private boolean isNewestAndOpen(DeadLetter letter, ConsumerRecord<String, byte[]> record) {
        return letters.countDocuments(Filters.and(
                        Filters.eq("_id", letter.getId()),
                        Filters.eq("state", "OPEN"),
                        Filters.eq("letterPartition", record.partition()),
                        Filters.eq("letterOffset", record.offset())))
                > 0;
    }

    /** Later than what failed, whatever the clocks say. */
    private DeliveryRetry wish(DeadLetter letter) {
        DeliveryRetry.Builder retry = wishes.signed(DeliveryRetry.newBuilder());
        if (!retry.getTime().isAfter(letter.getTime())) {
            retry.setTime(letter.getTime().plusMillis(1));
        }
        return retry.setId(letter.getId())
                .setConnection(letter.getConnection())
                .setResourceType(letter.getResourceType())
                .setResource(letter.getResource())
                .setSequence(letter.getSequence())
                .setTopic(letter.getTopic())
                .setPartition(letter.getPartition())
                .setOffset(letter.getOffset())
                .setRecord(letter.getRecord())
                .build();
    }
}
