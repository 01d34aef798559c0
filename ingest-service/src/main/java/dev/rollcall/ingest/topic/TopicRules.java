package dev.rollcall.ingest.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import reactor.core.publisher.Mono;

/** How long topics keep records, as Kafka has it and not as it was once created. */
public final class TopicRules {

    /** What a topic that is there is given later, for it only bounds what was unbounded before. */
    private static final List<String> BOUNDS = List.of(
            TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
            TopicConfig.DELETE_RETENTION_MS_CONFIG,
            TopicConfig.SEGMENT_MS_CONFIG);

    private final Admin admin;

    public TopicRules(Admin admin) {
        this.admin = admin;
    }

    /**
     * Of one topic.
     *
     * @param retention empty where records aren't deleted for their age
     * @param segment for how long a record may be in a segment that still grows, and isn't deleted nor compacted
     * @param compaction after which what was overwritten is gone; empty where that isn't bounded or nothing is compacted
     */
    public record Rule(
            Optional<Duration> retention, Duration segment, boolean isCompacted, Optional<Duration> compaction) {

        private static Rule of(Config config) {
            String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
            boolean isCompacted = policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT);
            return new Rule(
                    policy.contains(TopicConfig.CLEANUP_POLICY_DELETE)
                            ? bounded(config, TopicConfig.RETENTION_MS_CONFIG)
                            : Optional.empty(),
                    bounded(config, TopicConfig.SEGMENT_MS_CONFIG).orElse(Duration.ZERO),
                    isCompacted,
                    isCompacted ? bounded(config, TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG) : Optional.empty());
        }

        private static Optional<Duration> bounded(Config config, String name) {
            long millis = Long.parseLong(config.get(name).value());
            return millis < 0 || millis == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
        }
    }

    /** By topic; one that isn't there is left out. An error when Kafka can't be asked. */
    public Mono<Map<String, Rule>> of(Collection<String> topics) {
        return configs(topics).map(configs -> {
            var rules = new HashMap<String, Rule>();
            configs.forEach((topic, config) -> rules.put(topic, Rule.of(config)));
            return rules;
        });
    }

    /** Gives topics that are there the bounds of new ones, but for those that somebody chose. Returns which were changed. */
    public Mono<List<String>> bound(Collection<NewTopic> topics) {
        return configs(topics.stream().map(NewTopic::name).toList()).flatMap(configs -> {
            var changes = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
            for (NewTopic topic : topics) {
                Config config = configs.get(topic.name());
                List<AlterConfigOp> missing = config == null ? List.of() : missing(topic, config);
                if (!missing.isEmpty()) {
                    changes.put(resource(topic.name()), missing);
                }
            }
            return changes.isEmpty()
                    ? Mono.just(List.<String>of())
                    : Mono.fromFuture(() -> admin.incrementalAlterConfigs(changes)
                                    .all()
                                    .toCompletionStage()
                                    .toCompletableFuture())
                            .thenReturn(changes.keySet().stream()
                                    .map(ConfigResource::name)
                                    .toList());
        });
    }

    private static List<AlterConfigOp> missing(NewTopic topic, Config config) {
        var missing = new ArrayList<AlterConfigOp>();
        for (String name : BOUNDS) {
            String wanted = topic.configs().get(name);
            ConfigEntry entry = config.get(name);
            if (wanted != null
                    && entry != null
                    && entry.source() != ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG
                    && !wanted.equals(entry.value())) {
                missing.add(new AlterConfigOp(new ConfigEntry(name, wanted), AlterConfigOp.OpType.SET));
            }
        }
        return missing;
    }

    private Mono<Map<String, Config>> configs(Collection<String> topics) {
        return Mono.fromFuture(() -> {
            var found = new HashMap<String, Config>();
            var asked = admin.describeConfigs(
                            topics.stream().map(TopicRules::resource).toList())
                    .values();
            var all = new ArrayList<CompletableFuture<?>>();
            asked.forEach((resource, config) ->
                    all.add(config.toCompletionStage().toCompletableFuture().handle((value, failure) -> {
                        if (failure == null) {
                            synchronized (found) {
                                found.put(resource.name(), value);
                            }
                        } else if (!isMissing(failure)) {
                            throw new IllegalStateException("A topic's configuration can't be read.", failure);
                        }
                        return null;
                    })));
            return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                    .thenApply(_ -> found);
        });
    }

    private static boolean isMissing(Throwable failure) {
        return failure instanceof UnknownTopicOrPartitionException
                || failure.getCause() instanceof UnknownTopicOrPartitionException;
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}
