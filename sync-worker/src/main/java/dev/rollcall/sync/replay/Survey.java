package dev.rollcall.sync.replay;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What has to be known of a partition's states before the first is told: which record of each is the newest, who is in
 * which group, and with which sequence the changes begin that the app gets besides.
 */
final class Survey {

    private final Map<String, Map<String, Long>> newest = new HashMap<>();
    private final Map<String, Set<String>> members = new HashMap<>();
    private final Map<String, Long> firstAfter = new HashMap<>();

    private Survey() {}

    static Survey of(Replay replay, int partition, Scan scan, AvroRecords records) {
        var survey = new Survey();
        for (String topic : List.of(Topics.USERS, Topics.GROUPS)) {
            var states = new TopicPartition(topic, partition);
            Map<String, Long> offsets = survey.newest.computeIfAbsent(topic, _ -> new HashMap<>());
            scan.each(
                    states,
                    replay.from(states),
                    replay.to(states),
                    record -> offsets.put(record.key(), record.offset()));
        }
        scan.each(new TopicPartition(Topics.MEMBERSHIPS, partition), survey::learn);
        // whatever is in the states by now is on this topic by now, too
        var after = new TopicPartition(Topics.CHANGES, partition);
        scan.each(after, replay.from(after), scan.end(after), record -> {
            IdentityChange change = records.read(Topics.CHANGES, record.value(), IdentityChange.class);
            survey.firstAfter.putIfAbsent(change.getConnection(), change.getSequence());
        });
        return survey;
    }

    private void learn(ConsumerRecord<String, byte[]> membership) {
        int user = membership.key().lastIndexOf('/');
        Set<String> of = members.computeIfAbsent(membership.key().substring(0, user), _ -> new HashSet<>());
        if (membership.value() == null) {
            of.remove(membership.key().substring(user + 1));
        } else {
            of.add(membership.key().substring(user + 1));
        }
    }

    boolean isNewest(ConsumerRecord<String, byte[]> state) {
        return newest.getOrDefault(state.topic(), Map.of()).getOrDefault(state.key(), -1L) == state.offset();
    }

    /**
     * Those who are told before their group; who came later comes with changes, and so does that they are in it.
     *
     * @param group its key on its topic
     */
    List<String> members(String group) {
        Set<String> users = newest.getOrDefault(Topics.USERS, Map.of()).keySet();
        return members.getOrDefault(group, Set.of()).stream()
                .filter(user -> users.contains(Keys.resource(Keys.connectionOf(group), user)))
                .sorted()
                .toList();
    }

    /** The sequence, or the last one before the changes that the app gets besides. */
    long capped(String connection, long sequence) {
        return Math.max(1, Math.min(sequence, firstAfter.getOrDefault(connection, Long.MAX_VALUE) - 1));
    }
}
