package dev.rollcall.bench.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.schemas.subscribe.Share;
import dev.rollcall.schemas.subscribe.SnapshotEvent;
import org.junit.jupiter.api.Test;

class NewcomerTest {

    private final Newcomer newcomer = new Newcomer();

    @Test
    void isCompleteWhenEveryPartitionWasTold() {
        assertThat(newcomer.isComplete()).isFalse();
        newcomer.on(new SnapshotEvent.SnapshotBegan(new Share(0, 2)));
        newcomer.on(new SnapshotEvent.SnapshotEnded(new Share(0, 2)));
        assertThat(newcomer.isComplete()).isFalse();
        newcomer.on(new SnapshotEvent.SnapshotBegan(new Share(1, 2)));
        newcomer.on(new SnapshotEvent.UserGone("a", "u"));
        newcomer.on(new SnapshotEvent.SnapshotEnded(new Share(1, 2)));

        assertThat(newcomer.isComplete()).isTrue();
        assertThat(newcomer.records()).isEqualTo(1);
        assertThat(newcomer.users()).isZero();
        assertThat(newcomer.snapshotNanos()).isNotZero();
    }
}
