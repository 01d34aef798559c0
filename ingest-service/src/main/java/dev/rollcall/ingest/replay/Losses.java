package dev.rollcall.ingest.replay;

import dev.rollcall.event.ReplaySetting;
import dev.rollcall.ingest.topic.TopicRules;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.springframework.stereotype.Component;

/**
 * Finds out what Kafka deleted of a replay before its app took it, for the feed passes that as if it had been read. Blocking;
 * for one thread.
 */
@Component
final class Losses {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Measures measures;
    private final TopicRules rules;
    private final Clock clock;
    /** By replay, the receipts that have to be counted. */
    private final Map<String, Map<TopicPartition, Long>> awaited = new HashMap<>();

    Losses(Measures measures, TopicRules rules, Clock clock) {
        this.measures = measures;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * How many changes the app never got, of a replay that is published and read; empty while that isn't known yet.
     *
     * @throws RuntimeException when Kafka or MongoDB can't be asked
     */
    OptionalLong of(Settings.Entry<ReplaySetting> replay, long published) {
        // to a new app the feed brings by itself what it has missed
        if (replay.value().getInitial() || !isOlderThanKept(replay.setting().getCreated())) {
            return OptionalLong.of(0);
        }
        if (!measures.hasCounted(awaited.computeIfAbsent(replay.id(), _ -> measures.end(Topics.RECEIPTS)))) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Math.max(0, published - measures.receipts(replay.id())));
    }

    void forget(String replay) {
        awaited.remove(replay);
    }

    private boolean isOlderThanKept(Instant created) {
        Map<String, TopicRules.Rule> found = rules.of(List.of(Topics.RETRIES)).block(PATIENCE);
        TopicRules.Rule rule = found == null ? null : found.get(Topics.RETRIES);
        return rule != null
                && rule.retention()
                        .filter(kept -> created.isBefore(clock.instant().minus(kept)))
                        .isPresent();
    }
}
