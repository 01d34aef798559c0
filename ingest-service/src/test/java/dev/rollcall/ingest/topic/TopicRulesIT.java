package dev.rollcall.ingest.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;

/** How long topics keep records is read from Kafka, and bounded where nobody chose. */
class TopicRulesIT {

    private final Stage stage = Stage.shared();
    private final Admin admin = stage.bean(Admin.class);
    private final TopicRules rules = new TopicRules(admin);

    @Test
    void boundsATopicThatIsThereUnlessSomebodyChose() throws ExecutionException, InterruptedException {
        String old = "old-" + UUID.randomUUID();
        String chosen = "chosen-" + UUID.randomUUID();
        Map<String, String> compact = Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        admin.createTopics(List.of(
                        new NewTopic(old, 1, (short) 1).configs(compact),
                        new NewTopic(chosen, 1, (short) 1)
                                .configs(Map.of(
                                        TopicConfig.CLEANUP_POLICY_CONFIG,
                                        TopicConfig.CLEANUP_POLICY_COMPACT,
                                        TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
                                        "5000"))))
                .all()
                .get();
        Map<String, String> bounds = Map.of(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, "86400000");
        List<NewTopic> wanted = List.of(
                new NewTopic(old, 1, (short) 1).configs(bounds),
                new NewTopic(chosen, 1, (short) 1).configs(bounds),
                new NewTopic("absent-" + UUID.randomUUID(), 1, (short) 1).configs(bounds));

        assertThat(rules.bound(wanted).block()).containsExactly(old);
        // a broker takes over what the controller has confirmed
        await().untilAsserted(() -> assertThat(rules.bound(wanted).block()).isEmpty());
        assertThat(compaction(old)).isEqualTo(Duration.ofDays(1));
        assertThat(compaction(chosen)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void ourTopicsAreBounded() {
        var found = Objects.requireNonNull(
                rules.of(List.of(Topics.CHANGES, Topics.USERS, Topics.RESULTS)).block());

        assertThat(found.get(Topics.CHANGES))
                .isEqualTo(new TopicRules.Rule(
                        Optional.of(Duration.ofDays(90)), Duration.ofDays(1), false, Optional.empty()));
        assertThat(found.get(Topics.RESULTS).segment()).isEqualTo(Duration.ofMinutes(10));
        assertThat(found.get(Topics.USERS).retention()).isEmpty();
        assertThat(found.get(Topics.USERS).compaction()).contains(Topics.COMPACTED_WITHIN);
    }

    private Duration compaction(String topic) {
        return Objects.requireNonNull(rules.of(List.of(topic)).block())
                .get(topic)
                .compaction()
                .orElseThrow();
    }
}
