package dev.rollcall.sync.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class AppLimitsTest {

    @Test
    void letsNoMoreInThanThereIsRoomFor() throws InterruptedException {
        var limits = new AppLimits("app", 1, null);
        long first = limits.enter();
        var second = new CountDownLatch(1);
        Thread waiting = Thread.ofVirtual().start(() -> enter(limits, second));

        assertThat(second.await(50, TimeUnit.MILLISECONDS)).isFalse();
        limits.leave(first, 200);
        assertThat(second.await(5, TimeUnit.SECONDS)).isTrue();
        waiting.join();
    }

    @Test
    void narrowsAtTooManyAndWidensAgain() throws InterruptedException {
        var limits = new AppLimits("app", 4, null);
        long[] all = {limits.enter(), limits.enter(), limits.enter(), limits.enter()};
        for (long one : all) {
            limits.leave(one, 429);
        }
        assertThat(limits.size()).isEqualTo(2);

        for (int i = 0; i < 16; i++) {
            limits.leave(limits.enter(), 200);
        }
        assertThat(limits.size()).isEqualTo(4);
    }

    @Test
    void sendsNoMoreASecondThanTheAppTakes() throws InterruptedException {
        var limits = new AppLimits("app", 8, 50);
        long begin = System.nanoTime();
        for (int i = 0; i < 26; i++) {
            limits.leave(limits.enter(), 200);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(450));
    }

    @Test
    void whoeverGivesUpTakesNoRoom() throws InterruptedException {
        var limits = new AppLimits("app", 2, 1);
        limits.leave(limits.enter(), 200);
        var never = new CountDownLatch(1);
        Thread waiting = Thread.ofVirtual().start(() -> enter(limits, never));
        waiting.interrupt();
        waiting.join();

        assertThat(never.getCount()).isEqualTo(1);
        var unlimited = new AppLimits("app", 2, null);
        unlimited.leave(unlimited.enter(), null);
        assertThat(unlimited.size()).isEqualTo(2);
    }

    private static void enter(AppLimits limits, CountDownLatch entered) {
        try {
            limits.enter();
            entered.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
