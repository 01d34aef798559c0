package dev.rollcall.ingest.erasure;

import dev.rollcall.event.Erasure;
import dev.rollcall.ingest.topic.TopicRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Until when topics hold what can't be taken out of them record by record, as Kafka is configured now. */
@Component
final class Remains {

    /** Kafka looks for what it may delete or compact every few minutes, and deletes files a minute later. */
    private static final Duration SLACK = Duration.ofMinutes(10);

    private final TopicRules rules;
    private final Clock clock;

    Remains(TopicRules rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /** Without those that are gone by now; an error when Kafka can't be asked. */
    Mono<List<Remainder>> of(Erasure erasure) {
        return rules.of(erasure.getNewest().keySet())
                .map(found -> found.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(topic -> remainder(
                                topic.getKey(),
                                topic.getValue(),
                                Instant.ofEpochMilli(erasure.getNewest().getOrDefault(topic.getKey(), 0L))))
                        .filter(remainder ->
                                remainder.until() == null || remainder.until().isAfter(clock.instant()))
                        .toList());
    }

    /** Pure. A record may be in a segment that grows for a while still, and goes with the whole of it. */
    static Remainder remainder(String topic, TopicRules.Rule rule, Instant newest) {
        Optional<Instant> expired = rule.retention()
                .map(retention -> newest.plus(rule.segment()).plus(retention).plus(SLACK));
        Optional<Instant> compacted =
                rule.compaction().map(lag -> newest.plus(lag).plus(SLACK));
        if (compacted.isPresent() && compacted.get().isBefore(expired.orElse(Instant.MAX))) {
            return new Remainder(
                    topic,
                    compacted.get(),
                    "compaction, once anything is written to the partition after that; the tombstone that stays for a"
                            + " while holds the id only");
        }
        return expired.map(until -> new Remainder(topic, until, "retention"))
                .orElseGet(() -> new Remainder(
                        topic,
                        null,
                        rule.isCompacted()
                                ? "compaction, which max.compaction.lag.ms doesn't bound"
                                : "nothing: the topic is kept for ever"));
    }
}
