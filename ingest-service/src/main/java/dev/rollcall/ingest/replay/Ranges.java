package dev.rollcall.ingest.replay;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ReplayRange;
import dev.rollcall.event.ReplaySetting;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.ingest.topic.LogPositions;
import dev.rollcall.ingest.topic.RecordSearch;
import dev.rollcall.schemas.delivery.AppGroup;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Fixes which records a replay is about: no later ones, and none that the app hasn't come to, for it gets those anyway. */
@Component
final class Ranges {

    private final LogPositions positions;
    private final RecordSearch search;
    private final AvroRecords records;
    private final Settings settings;

    Ranges(LogPositions positions, RecordSearch search, AvroRecords records, Settings settings) {
        this.positions = positions;
        this.search = search;
        this.records = records;
        this.settings = settings;
    }

    /** @throws org.springframework.web.server.ResponseStatusException 400 for what Kafka doesn't have any more */
    List<ReplayRange> of(ReplaySetting wanted) {
        return switch (wanted.getSource()) {
            case CHANGES -> changes(wanted);
            case LETTERS ->
                all(Topics.DEAD_LETTERS, positions.first(Topics.DEAD_LETTERS), positions.end(Topics.DEAD_LETTERS));
            case STATES -> states(positions.end(Topics.CHANGES));
            case UNKNOWN -> List.of();
        };
    }

    /** What there is, and from where on the app gets what happens. */
    List<ReplayRange> states(Map<TopicPartition, Long> cutOver) {
        // all that is of before the cut-over is written by now
        var ranges = new ArrayList<>(all(Topics.USERS, positions.first(Topics.USERS), positions.written(Topics.USERS)));
        ranges.addAll(all(Topics.GROUPS, positions.first(Topics.GROUPS), positions.written(Topics.GROUPS)));
        ranges.addAll(all(Topics.CHANGES, cutOver, cutOver));
        return ranges;
    }

    private List<ReplayRange> changes(ReplaySetting wanted) {
        Map<TopicPartition, Long> first = positions.first(Topics.CHANGES);
        Instant time = wanted.getFromTime();
        if (time != null) {
            checkTime(time, wanted, first);
        }
        if (wanted.getFromSequence() != null) {
            checkSequence(wanted.getFromSequence(), wanted.getConnections().getFirst());
        }
        Map<TopicPartition, Long> from = time == null ? first : positions.at(Topics.CHANGES, time);
        Map<TopicPartition, OffsetAndMetadata> taken = positions.of(AppGroup.of(wanted.getApp()));
        var to = new HashMap<TopicPartition, Long>();
        from.forEach((partition, offset) -> {
            OffsetAndMetadata next = taken.get(partition);
            to.put(partition, Math.max(offset, next == null ? offset : next.offset()));
        });
        return all(Topics.CHANGES, from, to);
    }

    private static List<ReplayRange> all(String topic, Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
        return from.keySet().stream()
                .map(partition -> new ReplayRange(
                        topic,
                        partition.partition(),
                        from.getOrDefault(partition, 0L),
                        Math.max(from.getOrDefault(partition, 0L), to.getOrDefault(partition, 0L))))
                .sorted(Comparator.comparingInt(ReplayRange::getPartition))
                .toList();
    }

    private void checkTime(Instant time, ReplaySetting wanted, Map<TopicPartition, Long> first) {
        boolean isWhole = first.values().stream().allMatch(offset -> offset == 0);
        if (isWhole) {
            return;
        }
        List<String> connections = wanted.getConnections().isEmpty()
                ? settings.connections().stream().map(Settings.Entry::id).toList()
                : wanted.getConnections();
        for (String connection : connections) {
            IdentityChange oldest = oldest(connection);
            if (oldest != null && oldest.getSequence() > 1 && time.isBefore(oldest.getTime())) {
                throw Refused.wrong("Changes are kept from " + oldest.getTime() + " on. Begin then or later, or leave"
                        + " from_time out to bring the app what there is now.");
            }
        }
    }

    private void checkSequence(long sequence, String connection) {
        IdentityChange oldest = oldest(connection);
        if (oldest == null || sequence < oldest.getSequence()) {
            throw Refused.wrong(
                    oldest == null
                            ? "No changes of this connection are kept. Leave from_sequence out to bring the app what there is"
                                    + " now."
                            : "Changes of this connection are kept from sequence " + oldest.getSequence() + " ("
                                    + oldest.getTime()
                                    + ") on. Begin there or later, or leave from_sequence out to bring the"
                                    + " app what there is now.");
        }
    }

    private @Nullable IdentityChange oldest(String connection) {
        var found = new AtomicReference<@Nullable IdentityChange>();
        search.since(Topics.CHANGES, connection, Instant.EPOCH, record -> {
            if (!Objects.equals(connection, record.key())) {
                return false;
            }
            try {
                synchronized (records) {
                    found.set(records.read(Topics.CHANGES, record.value(), IdentityChange.class));
                }
                return true;
            } catch (UnreadableRecordException e) {
                return false;
            }
        });
        return found.get();
    }
}
