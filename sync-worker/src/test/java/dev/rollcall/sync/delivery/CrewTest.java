package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.sync.app.Answer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CrewTest {

    private final Crew crew = new Crew(4);
    private final Queue<Integer> begun = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        crew.close();
    }

    @Test
    void worksOnAsManyAtOnceAsThereAreHands() {
        var together = new CountDownLatch(4);

        crew.each(List.of(1, 2, 3, 4), round(false), _ -> {
            together.countDown();
            assertThat(awaited(together)).isTrue();
        });
    }

    @Test
    void ofAProbeTheFirstGoesAloneAndNothingFollowsWhenItFails() {
        Round probe = round(true);

        crew.each(List.of(1, 2, 3, 4), probe, task -> {
            begun.add(task);
            probe.stop(Answer.none("refused"));
        });

        assertThat(begun).containsExactly(1);
    }

    @Test
    void ofAProbeTheOthersFollowWhenTheFirstPasses() {
        crew.each(List.of(1, 2, 3, 4), round(true), begun::add);

        assertThat(begun).startsWith(1).containsExactlyInAnyOrder(1, 2, 3, 4);
    }

    private static Round round(boolean isProbe) {
        return new Round(Map.of(), TestSuspects.none(), isProbe, Instant.MAX, Clock.systemUTC());
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
