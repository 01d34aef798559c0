package dev.rollcall.sync.fanout;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.sync.delivery.Settled;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Counts deliveries by app and outcome, and times them from the client's push. */
final class DeliveryMetrics {

    private final MeterRegistry meters;

    DeliveryMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /** @param settled of one app */
    void count(List<Settled> settled) {
        List<Settled> news = settled.stream().filter(end -> !end.isRepeat()).toList();
        if (news.isEmpty()) {
            return;
        }
        String app = news.getFirst().delivery().app();
        news.stream()
                .collect(Collectors.groupingBy(Settled::outcome, Collectors.counting()))
                .forEach((outcome, count) -> Counter.builder("rollcall.deliveries")
                        .description("Deliveries that ended")
                        .tag("app", app)
                        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                        .register(meters)
                        .increment(count));
        time(app, news);
    }

    private void time(String app, List<Settled> news) {
        Timer timer = Timer.builder("rollcall.delivery.latency")
                .description("From the client's push until the app took it")
                .tag("app", app)
                .register(meters);
        for (Settled end : news) {
            if (end.outcome() == DeliveryOutcome.DELIVERED) {
                Duration latency = Duration.between(end.delivery().change().getTime(), end.at());
                timer.record(latency.isNegative() ? Duration.ZERO : latency);
            }
        }
    }
}
