package dev.rollcall.ingest.topic;

import com.mongodb.MongoException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConsumerSeekAware;

/**
 * Hands over what is read, for as long as its projection says how far it has come. Where that isn't there, what was
 * projected is lost or never was, and everything is handed over from the beginning. For one thread.
 */
final class ProjectionListener implements BatchMessageListener<String, byte[]>, ConsumerSeekAware {

    private static final Logger log = LoggerFactory.getLogger(ProjectionListener.class);

    private final Positions positions;
    private final Runnable prepare;
    private final Consumer<List<ConsumerRecord<String, byte[]>>> listener;
    /** Partitions that are read from their beginning, of which nothing is projected yet. */
    private final Set<TopicPartition> begun = new HashSet<>();

    private boolean isPrepared;
    private @Nullable ConsumerSeekCallback consumer;

    /** @param prepare makes what projecting needs, such as indexes; run before anything is handed over */
    ProjectionListener(Positions positions, Runnable prepare, Consumer<List<ConsumerRecord<String, byte[]>>> listener) {
        this.positions = positions;
        this.prepare = prepare;
        this.listener = listener;
    }

    @Override
    public void registerSeekCallback(ConsumerSeekCallback callback) {
        consumer = callback;
    }

    @Override
    public void onMessage(List<ConsumerRecord<String, byte[]>> records) {
        var next = new LinkedHashMap<TopicPartition, Long>();
        records.forEach(
                record -> next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1));
        Set<TopicPartition> lost = lost(next.keySet());
        List<ConsumerRecord<String, byte[]>> known = records.stream()
                .filter(record -> !lost.contains(new TopicPartition(record.topic(), record.partition())))
                .toList();
        if (!known.isEmpty()) {
            if (!isPrepared) {
                prepare.run();
                isPrepared = true;
            }
            listener.accept(new ArrayList<>(known));
        }
        next.keySet().removeAll(lost);
        positions.advance(next);
        begun.removeAll(next.keySet());
        // last of all, for what fails before is handed over again
        lost.forEach(this::begin);
    }

    @Override
    public void onPartitionsAssigned(Map<TopicPartition, Long> assignments, ConsumerSeekCallback callback) {
        begun.clear();
        look(assignments.keySet());
    }

    @Override
    public void onIdleContainer(Map<TopicPartition, Long> assignments, ConsumerSeekCallback callback) {
        look(assignments.keySet());
    }

    private void look(Set<TopicPartition> partitions) {
        try {
            lost(partitions).forEach(this::begin);
        } catch (MongoException e) {
            log.atDebug().addKeyValue("cause", e.getClass().getSimpleName()).log("Positions can't be read yet");
        }
    }

    /** Those of which nothing is projected though they aren't being read from their beginning. */
    private Set<TopicPartition> lost(Set<TopicPartition> partitions) {
        Set<TopicPartition> lost = new HashSet<>(partitions);
        lost.removeAll(begun);
        lost.removeAll(positions.known(lost));
        return lost;
    }

    private void begin(TopicPartition partition) {
        ConsumerSeekCallback seeking = consumer;
        if (seeking != null) {
            log.atInfo().addKeyValue("partition", partition).log("Projected from the beginning of the log");
            begun.add(partition);
            isPrepared = false;
            seeking.seekToBeginning(partition.topic(), partition.partition());
        }
    }
}
