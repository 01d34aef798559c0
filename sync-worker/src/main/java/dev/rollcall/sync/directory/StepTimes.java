package dev.rollcall.sync.directory;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;

/** Measures how long each step of a loop takes, as {@code rollcall.directory.step}; one for each loop. */
final class StepTimes implements Step.Listener {

    private final Map<Step, Timer> timers = new EnumMap<>(Step.class);
    private long last = System.nanoTime();

    StepTimes(MeterRegistry meters) {
        for (Step step : Step.values()) {
            timers.put(
                    step,
                    Timer.builder("rollcall.directory.step")
                            .description(
                                    "Time that a batch took for a step of the loop; POLLED is the wait for requests.")
                            .tag("step", step.name().toLowerCase(java.util.Locale.ROOT))
                            .register(meters));
        }
    }

    @Override
    public void reached(Step step) {
        long now = System.nanoTime();
        java.util.Objects.requireNonNull(timers.get(step))
                .record(now - last, java.util.concurrent.TimeUnit.NANOSECONDS);
        last = now;
    }
}
