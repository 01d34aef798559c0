package dev.rollcall.sync.replay;

import dev.rollcall.event.ReplayRange;
import dev.rollcall.event.ReplaySetting;
import dev.rollcall.event.ReplaySource;
import dev.rollcall.event.ReplayState;
import dev.rollcall.schemas.delivery.ReplayScope;
import dev.rollcall.schemas.topic.Topics;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** A replay as its setting has it now. */
record Replay(String id, ReplaySetting setting) {

    /** Whether somebody has to be there for it. */
    boolean isOpen() {
        return setting.getState() == ReplayState.RUNNING || setting.getState() == ReplayState.PAUSED;
    }

    boolean isRunning() {
        return setting.getState() == ReplayState.RUNNING;
    }

    /** The topics that it goes through; what else it needs is looked up. */
    List<String> topics() {
        return topics(setting.getSource());
    }

    static List<String> topics(ReplaySource source) {
        return switch (source) {
            case CHANGES -> List.of(Topics.CHANGES);
            case LETTERS -> List.of(Topics.DEAD_LETTERS);
            // users before the groups that they are in
            case STATES -> List.of(Topics.USERS, Topics.GROUPS);
            case UNKNOWN -> List.of();
        };
    }

    /** Empty where a partition was added later: then there is nothing of it to be replayed. */
    Optional<ReplayRange> range(TopicPartition partition) {
        return setting.getRanges().stream()
                .filter(range ->
                        range.getTopic().equals(partition.topic()) && range.getPartition() == partition.partition())
                .findFirst();
    }

    long to(TopicPartition partition) {
        return range(partition).map(ReplayRange::getTo).orElse(0L);
    }

    long from(TopicPartition partition) {
        return range(partition).map(ReplayRange::getFrom).orElse(0L);
    }

    boolean concerns(String connection) {
        return new ReplayScope(setting, false).concerns(connection);
    }

    @Override
    public String toString() {
        return "Replay[" + id + "]";
    }
}
