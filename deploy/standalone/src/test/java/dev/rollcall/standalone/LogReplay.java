package dev.rollcall.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.embedded.Backend;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What the log says of a connection, from its beginning to now.
 *
 * @param changes how many there are
 * @param users id to user name
 * @param members by group
 */
record LogReplay(int changes, Map<String, String> users, Map<String, Set<String>> members) {

    private static final Duration POLL = Duration.ofMillis(100);

    /** Replays the changes, which are numbered without a gap, and finds that the topic of states says the same. */
    static LogReplay of(String connection, Backend backend) throws Exception {
        try (var records = new AvroRecords(SerdeSettings.apicurio(backend.registryApiUrl()))) {
            Map<String, String> users = new TreeMap<>();
            Map<String, Set<String>> members = new HashMap<>();
            int count = 0;
            for (ConsumerRecord<String, byte[]> record : all(Topics.CHANGES, backend.bootstrap())) {
                IdentityChange change = records.read(Topics.CHANGES, record.value(), IdentityChange.class);
                if (change.getConnection().equals(connection)) {
                    assertThat(change.getSequence()).isEqualTo(++count);
                    if (change.getAfter() instanceof UserState user) {
                        users.put(user.getId(), user.getAttributes().getUserName());
                    }
                    Set<String> group = members.computeIfAbsent(change.getResource(), _ -> new HashSet<>());
                    group.addAll(change.getMembersAdded());
                    group.removeAll(change.getMembersRemoved());
                }
            }
            Map<String, String> states = new TreeMap<>();
            for (ConsumerRecord<String, byte[]> record : all(Topics.USERS, backend.bootstrap())) {
                UserState user = records.read(Topics.USERS, record.value(), UserState.class);
                states.put(user.getId(), user.getAttributes().getUserName());
            }
            assertThat(states).isEqualTo(users);
            return new LogReplay(count, users, members);
        }
    }

    /** Everything that is on a topic now. */
    static List<ConsumerRecord<String, byte[]>> all(String topic, String bootstrap) {
        var all = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = consumer(bootstrap, "read_committed");
                // a commit doesn't wait for the markers that move a committed reader's end
                var uncommitted = consumer(bootstrap, "read_uncommitted")) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = uncommitted.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(all::add);
            }
        }
        return all;
    }

    private static KafkaConsumer<String, byte[]> consumer(String bootstrap, String isolation) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", isolation),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
