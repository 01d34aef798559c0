package dev.rollcall.sync.replay;

import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.ReplayScope;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What happened, once more. An app that is brought to a state gets of each user the last change of the range alone, for it
 * would be the same state every time; of groups all, for each tells of other members.
 */
final class ChangeExtract implements Extract {

    private final Replay replay;
    private final ReplayScope scope;
    private final AvroRecords records;
    private final Scan scan;
    private final Wishes wishes;
    /** By partition and user, the offset of its last change. */
    private final Map<Integer, Map<String, Long>> last = new HashMap<>();

    ChangeExtract(Replay replay, boolean isOfStates, AvroRecords records, Scan scan, Clock clock) {
        this.replay = replay;
        this.scope = new ReplayScope(replay.setting(), isOfStates);
        this.records = records;
        this.scan = scan;
        this.wishes = new Wishes(replay, clock);
    }

    @Override
    public void begin(int partition) {
        if (scope.isOfStates()) {
            var newest = new HashMap<String, Long>();
            var range = new TopicPartition(Topics.CHANGES, partition);
            scan.each(range, replay.from(range), replay.to(range), record -> {
                if (record.key() != null && scope.concerns(record.key())) {
                    IdentityChange change = read(record);
                    if (scope.concerns(change) && change.getResourceType() == ResourceType.USER) {
                        newest.put(user(change), record.offset());
                    }
                }
            });
            last.put(partition, newest);
        }
    }

    @Override
    public void end(int partition) {
        last.remove(partition);
    }

    @Override
    public List<DeliveryRetry> of(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
        if (record.key() != null && !scope.concerns(record.key())) {
            return List.of();
        }
        IdentityChange change = read(record);
        return scope.concerns(change) && isLast(change, record)
                ? List.of(wishes.of(change, record.value(), record, true))
                : List.of();
    }

    private IdentityChange read(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
        return records.read(Topics.CHANGES, record.value(), IdentityChange.class);
    }

    private boolean isLast(IdentityChange change, ConsumerRecord<String, byte[]> record) {
        return !scope.isOfStates()
                || change.getResourceType() != ResourceType.USER
                || last.getOrDefault(record.partition(), Map.of()).getOrDefault(user(change), -1L) == record.offset();
    }

    private static String user(IdentityChange change) {
        return Keys.resource(change.getConnection(), change.getResource());
    }
}
