package dev.rollcall.ingest.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class UpkeepTest {

    private final AtomicInteger tries = new AtomicInteger();
    private final Upkeep failing = new Upkeep(Duration.ZERO, Duration.ofMillis(1), Schedulers.boundedElastic()) {

        @Override
        protected void work() {
            tries.incrementAndGet();
            throw new IllegalStateException("in vain");
        }
    };

    @AfterEach
    void stop() {
        failing.stop();
    }

    @Test
    void isDoneAgainWhateverItFailsFor() {
        failing.start();
        await().until(() -> tries.get() > 3);
        assertThat(failing.isRunning()).isTrue();
    }

    @Test
    void isDoneNoMoreOnceItIsStopped() {
        failing.start();
        await().until(() -> tries.get() > 0);
        failing.stop();

        assertThat(failing.isRunning()).isFalse();
        int most = tries.get() + 1;
        await().during(Duration.ofMillis(50)).until(() -> tries.get() <= most);
    }

    @Test
    void isDoneAtOnceWhereThatIsWished() {
        failing.workSoon();
        await().until(() -> tries.get() == 1);
    }
}
