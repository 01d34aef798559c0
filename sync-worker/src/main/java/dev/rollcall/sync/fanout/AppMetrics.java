package dev.rollcall.sync.fanout;

import dev.rollcall.schemas.delivery.AppStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Gauges of every app; those of an app that is removed go. */
final class AppMetrics {

    private final MultiGauge state;
    private final MultiGauge budgetUsed;
    private final MultiGauge lag;
    private final MultiGauge expiring;

    AppMetrics(MeterRegistry meters) {
        state = MultiGauge.builder("rollcall.app.state")
                .description("1 for the state that the app's deliveries are in, 0 for all others")
                .register(meters);
        budgetUsed = MultiGauge.builder("rollcall.app.failure.budget.used")
                .description("Share of the time for which the app may go on failing, 0 to 1")
                .register(meters);
        lag = MultiGauge.builder("rollcall.app.lag")
                .description("Changes that the app wasn't brought yet")
                .register(meters);
        expiring = MultiGauge.builder("rollcall.app.expiring")
                .description("Changes that the app wasn't brought yet and that Kafka deletes soon")
                .register(meters);
    }

    void states(List<AppStatus> statuses) {
        var states = new ArrayList<Row<?>>();
        var used = new ArrayList<Row<?>>();
        for (AppStatus status : statuses) {
            for (AppStatus.State each : AppStatus.State.values()) {
                Tags tags = Tags.of("app", status.app(), "state", each.name().toLowerCase(Locale.ROOT));
                states.add(Row.of(tags, each == status.state() ? 1 : 0));
            }
            AppStatus.Failing failing = status.failing();
            used.add(Row.of(Tags.of("app", status.app()), failing == null ? 0 : failing.budgetUsed() / 100.0));
        }
        state.register(states, true);
        budgetUsed.register(used, true);
    }

    void backlogs(Map<String, Backlog> backlogs) {
        var lags = new ArrayList<Row<?>>();
        var expirings = new ArrayList<Row<?>>();
        backlogs.forEach((app, backlog) -> {
            lags.add(Row.of(Tags.of("app", app), backlog.lag()));
            expirings.add(Row.of(Tags.of("app", app), backlog.expiring()));
        });
        lag.register(lags, true);
        expiring.register(expirings, true);
    }
}
