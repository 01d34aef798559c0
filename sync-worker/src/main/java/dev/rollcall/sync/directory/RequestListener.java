package dev.rollcall.sync.directory;

import dev.rollcall.schemas.topic.PartitionsChangedException;
import dev.rollcall.sync.projection.NotReadyException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.support.Acknowledgment;

/** Gives each partition its loop when it is assigned, feeds it, and closes it when it is revoked. */
final class RequestListener
        implements BatchAcknowledgingConsumerAwareMessageListener<String, byte[]>,
                ConsumerAwareRebalanceListener,
                ApplicationListener<ListenerContainerIdleEvent> {

    private static final Logger log = LoggerFactory.getLogger(RequestListener.class);

    private final Function<TopicPartition, PartitionLoop> loops;
    private final Map<TopicPartition, PartitionLoop> assigned = new ConcurrentHashMap<>();

    RequestListener(Function<TopicPartition, PartitionLoop> loops) {
        this.loops = loops;
    }

    @Override
    public void onMessage(
            List<ConsumerRecord<String, byte[]>> records,
            @Nullable Acknowledgment acknowledgment,
            @Nullable Consumer<?, ?> consumer) {
        if (consumer == null || records.isEmpty()) {
            return;
        }
        // the container splits what it polls by partition
        TopicPartition partition = new TopicPartition(
                records.getFirst().topic(), records.getFirst().partition());
        PartitionLoop loop = assigned.get(partition);
        if (loop != null) {
            loop.run(records, consumer);
        }
        // a consumer that is busy with one partition is never idle
        tendAll(consumer, consumer.assignment());
    }

    /** Comes on the idle consumer's own thread. */
    @Override
    public void onApplicationEvent(ListenerContainerIdleEvent idle) {
        Collection<TopicPartition> partitions = idle.getTopicPartitions();
        if (partitions != null) {
            tendAll(idle.getConsumer(), partitions);
        }
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            assigned.put(partition, loops.apply(partition));
        }
        tendAll(consumer, partitions);
    }

    /** Looks after partitions without requests, and opens what couldn't be opened yet; does so once in a while only. */
    void tendAll(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            PartitionLoop loop = assigned.get(partition);
            if (loop != null && loop.wantsTending()) {
                tend(loop, consumer, partition);
            }
        }
    }

    private static void tend(PartitionLoop loop, Consumer<?, ?> consumer, TopicPartition partition) {
        boolean wasOpen = loop.isOpen();
        try {
            loop.tend(consumer);
            if (!wasOpen) {
                log.atInfo().addKeyValue("partition", partition.partition()).log("Deciding");
            }
        } catch (NotReadyException e) {
            log.atWarn()
                    .addKeyValue("partition", partition.partition())
                    .addKeyValue("cause", e.getMessage())
                    .log("Nothing is decided until the directory is whole");
        } catch (PartitionsChangedException e) {
            log.atError()
                    .addKeyValue("partition", partition.partition())
                    .addKeyValue("cause", e.getMessage())
                    .log("Nothing is decided");
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("partition", partition.partition())
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log(
                            wasOpen
                                    ? "The directory can't be looked after; trying again"
                                    : "Can't take over yet; trying again");
        }
    }

    @Override
    public void onPartitionsRevokedBeforeCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        release(partitions);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        release(partitions);
    }

    private void release(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            PartitionLoop loop = assigned.remove(partition);
            if (loop != null) {
                loop.close();
            }
        }
    }

    /** How many of the assigned partitions are ready to decide, and how many there are. */
    int[] ready() {
        return new int[] {
            (int) assigned.values().stream().filter(PartitionLoop::isOpen).count(), assigned.size()
        };
    }
}
