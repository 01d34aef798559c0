package dev.rollcall.standalone.demo;

import dev.rollcall.standalone.demo.pingone.PushLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What came of it, in a few lines. */
record Summary(
        PushLog pushes, Duration pushed, Duration converged, ChangeAudit changes, SampleApps apps, Equality equality) {

    private static final double HALF = 0.5;
    private static final double NEARLY_ALL = 0.99;

    boolean isGood() {
        return equality.isEqual()
                && changes.gaps() == 0
                && pushes.refusals().isEmpty()
                && apps.all().stream().allMatch(app -> app.doubled() == 0);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String kinds = pushes.byKind().entrySet().stream()
                .map(kind -> kind.getKey() + " " + kind.getValue())
                .collect(Collectors.joining(", "));
        lines.add("pushes      %d in %.1f s (%s), %d of them changed nothing; %d look-ups; p50 %.1f ms, p99 %.1f ms"
                .formatted(
                        pushes.pushes(),
                        seconds(pushed),
                        kinds,
                        pushes.noOps(),
                        pushes.lookUps(),
                        millis(pushes.latency(HALF)),
                        millis(pushes.latency(NEARLY_ALL))));
        if (!pushes.refusals().isEmpty()) {
            lines.add("REFUSED     %d: %s"
                    .formatted(
                            pushes.refusals().size(),
                            pushes.refusals().stream().distinct().toList()));
        }
        lines.add("changes     %d on identity.changes since the beginning, %s"
                .formatted(
                        changes.count(),
                        changes.gaps() == 0 ? "sequence without a gap" : changes.gaps() + " GAPS in the sequence"));
        lines.add((equality.isEqual()
                        ? "deliveries  all there %.1f s after the first push"
                        : "DELIVERIES  NOT all there after %.1f s")
                .formatted(seconds(converged)));
        apps.all()
                .forEach(app ->
                        lines.add("            %s: %s; %s".formatted(app.name(), app.told(), doubled(app.doubled()))));
        lines.addAll(equality.lines());
        lines.add(
                isGood()
                        ? "verdict     good: nothing was refused, lost or doubled"
                        : "VERDICT     NOT good; see the words in capitals");
        return lines;
    }

    private static String doubled(long effects) {
        return effects == 0 ? "no effect doubled" : effects + " effects DOUBLED";
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
