package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.sync.gap.LostPlace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LostPlacesTest {

    private static final TopicPartition ONE = new TopicPartition("t", 1);
    private static final TopicPartition TWO = new TopicPartition("t", 2);

    private final LostPlaces lost = new LostPlaces();
    private final CompletableFuture<Map<TopicPartition, Long>> found = new CompletableFuture<>();
    private final List<Map<TopicPartition, Long>> moves = new ArrayList<>();

    @Test
    void goOnWhereTheyAreFound() {
        lose();
        seek();
        assertThat(moves).isEmpty();
        assertThat(lost.partitions()).containsExactlyInAnyOrder(ONE, TWO);

        found.complete(Map.of(ONE, 5L, TWO, 7L));
        seek();

        assertThat(moves).containsExactly(Map.of(ONE, 5L, TWO, 7L));
        assertThat(lost.partitions()).isEmpty();
    }

    @Test
    void moveNobodyWhoseConsumerHasThemNoMore() {
        lose();
        seek();
        lost.forget(List.of(ONE));
        found.complete(Map.of(ONE, 5L, TWO, 7L));
        seek();

        assertThat(moves).containsExactly(Map.of(TWO, 7L));
        assertThat(lost.has(ONE)).isFalse();
    }

    @Test
    void stayLostUntilItIsCommittedWhereTheyGoOn() {
        lose();
        seek();
        found.complete(Map.of(ONE, 5L, TWO, 7L));
        lost.seek(this::search, _ -> {
            throw new KafkaException("A test");
        });
        assertThat(lost.partitions()).containsExactlyInAnyOrder(ONE, TWO);

        seek();

        assertThat(moves).containsExactly(Map.of(ONE, 5L, TWO, 7L));
    }

    private void lose() {
        lost.add(List.of(new LostPlace(ONE, 3L), new LostPlace(TWO, null)));
    }

    private void seek() {
        lost.seek(this::search, moves::add);
    }

    private CompletableFuture<Map<TopicPartition, Long>> search(Collection<LostPlace> places) {
        assertThat(places).hasSize(2);
        return found;
    }
}
