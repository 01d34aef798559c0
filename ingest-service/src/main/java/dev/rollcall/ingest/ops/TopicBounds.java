package dev.rollcall.ingest.ops;

import dev.rollcall.ingest.activity.capture.RequestLogProperties;
import dev.rollcall.ingest.topic.TopicRules;
import dev.rollcall.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Bounds for how long topics of an earlier release hold what was deleted, as new ones are bounded from the start; a
 * value that somebody set stays. Without the right to do it, they stay as they are, and reports of erasures say so.
 */
@Component
final class TopicBounds {

    private static final Logger log = LoggerFactory.getLogger(TopicBounds.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TopicRules rules;
    private final TopicsProperties topics;
    private final RequestLogProperties requestLog;

    TopicBounds(TopicRules rules, TopicsProperties topics, RequestLogProperties requestLog) {
        this.rules = rules;
        this.topics = topics;
        this.requestLog = requestLog;
    }

    @EventListener(ApplicationReadyEvent.class)
    void bound() {
        rules.bound(Stream.concat(
                                Topics.all(topics.partitions(), topics.replicas()).stream(),
                                Stream.of(Topics.requestLog(
                                        topics.partitions(), topics.replicas(), requestLog.retention())))
                        .toList())
                .timeout(PATIENCE)
                .onErrorResume(failure -> {
                    log.atWarn()
                            .addKeyValue("cause", failure.getClass().getSimpleName())
                            .log("Topics couldn't be bounded; set max.compaction.lag.ms, delete.retention.ms and"
                                    + " segment.ms by hand");
                    return Mono.just(List.of());
                })
                .filter(changed -> !changed.isEmpty())
                .subscribe(changed -> log.atInfo()
                        .addKeyValue("topics", String.join(",", changed))
                        .log("Topics were bounded"));
    }
}
