package dev.rollcall.sync.drift;

import dev.rollcall.schemas.drift.DriftRun;
import dev.rollcall.schemas.drift.FindingKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** How far apps are from what they should have, as of their last run on this worker. */
final class DriftMetrics {

    private final MeterRegistry meters;
    private final MultiGauge drift;
    private final Map<String, Map<FindingKind, Long>> open = new HashMap<>();

    DriftMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.drift = MultiGauge.builder("rollcall.app.drift")
                .description("Differences that the last reconciliation of the app found and that aren't repaired")
                .register(meters);
    }

    synchronized void ended(DriftRun run, Map<FindingKind, Long> left) {
        Counter.builder("rollcall.reconciliations")
                .description("Reconciliations and repairs that have ended")
                .tag("app", run.app())
                .tag("state", run.state().name().toLowerCase(Locale.ROOT))
                .register(meters)
                .increment();
        open.put(run.app(), left);
        show();
    }

    synchronized void forget(String app) {
        open.remove(app);
        show();
    }

    private void show() {
        var rows = new ArrayList<Row<?>>();
        open.forEach((app, kinds) -> kinds.forEach((kind, count) ->
                rows.add(Row.of(Tags.of("app", app, "kind", kind.name().toLowerCase(Locale.ROOT)), count))));
        drift.register(rows, true);
    }
}
