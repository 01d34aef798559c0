package dev.rollcall.sync.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

class GatheringTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    private final Deque<Object> answers = new ArrayDeque<>();
    private int polls;
    private final Gathering gathering = new Gathering(_ -> {
        polls++;
        return switch (answers.poll()) {
            case RuntimeException failure -> throw failure;
            case long[] offsets -> records(offsets);
            case null, default -> ConsumerRecords.empty();
        };
    });

    @Test
    void handsARecordThatComesAloneOverAtOnce() {
        answer(5);

        assertThat(offsets(gathering.poll(TIMEOUT))).containsExactly(5L);
        assertThat(polls).isEqualTo(1);
    }

    @Test
    void gathersWhatElseIsThereOnceRecordsCameTogether() {
        answer(5, 6);
        answer(7);
        answer(8, 9);
        ConsumerRecords<String, byte[]> all = gathering.poll(TIMEOUT);

        assertThat(offsets(all)).containsExactly(5L, 6L, 7L, 8L, 9L);
        assertThat(all.nextOffsets()).containsEntry(PARTITION, new OffsetAndMetadata(10));

        // still crowded: the early answer holds one, and the rest is waiting
        answer(10);
        answer();
        answer(11, 12);
        assertThat(offsets(gathering.poll(TIMEOUT))).containsExactly(10L, 11L, 12L);
    }

    @Test
    void losesNoRecordWhenItIsWokenUpInBetween() {
        answer(5, 6);
        answers.add(new WakeupException());

        assertThat(offsets(gathering.poll(TIMEOUT))).containsExactly(5L, 6L);
        assertThatThrownBy(() -> gathering.poll(TIMEOUT)).isInstanceOf(WakeupException.class);
        answer(7);
        assertThat(offsets(gathering.poll(TIMEOUT))).containsExactly(7L);
    }

    @Test
    void repeatsNoRecordWhenItsPartitionWasGivenBackInBetween() {
        answer(5, 6);
        answer(5, 6, 7);

        assertThat(offsets(gathering.poll(TIMEOUT))).containsExactly(5L, 6L, 7L);
    }

    private void answer(long... offsets) {
        answers.add(offsets);
    }

    private static List<Long> offsets(ConsumerRecords<String, byte[]> records) {
        return StreamSupport.stream(records.spliterator(), false)
                .map(ConsumerRecord::offset)
                .toList();
    }

    private static ConsumerRecords<String, byte[]> records(long... offsets) {
        if (offsets.length == 0) {
            return ConsumerRecords.empty();
        }
        List<ConsumerRecord<String, byte[]>> records = Arrays.stream(offsets)
                .mapToObj(offset -> new ConsumerRecord<String, byte[]>("t", 0, offset, "k", new byte[0]))
                .toList();
        return new ConsumerRecords<>(
                Map.of(PARTITION, records), Map.of(PARTITION, new OffsetAndMetadata(offsets[offsets.length - 1] + 1)));
    }
}
