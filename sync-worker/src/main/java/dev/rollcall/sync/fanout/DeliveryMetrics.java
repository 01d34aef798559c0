package dev.rollcall.sync.fanout;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.sync.delivery.Settled;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/** Counts deliveries by app and outcome, and times them from the client's push. */
final class DeliveryMetrics {

    private final MeterRegistry meters;

    DeliveryMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void count(Settled end) {
        String app = end.delivery().app();
        Counter.builder("rollcall.deliveries")
                .description("Deliveries that ended")
                .tag("app", app)
                .tag("outcome", end.outcome().name().toLowerCase(Locale.ROOT))
                .register(meters)
                .increment();
        if (end.outcome() == DeliveryOutcome.DELIVERED) {
            Duration latency = Duration.between(end.delivery().change().getTime(), end.at());
            Timer.builder("rollcall.delivery.latency")
                    .description("From the client's push until the app took it")
                    .tag("app", app)
                    .register(meters)
                    .record(latency.isNegative() ? Duration.ZERO : latency);
        }
    }
}
