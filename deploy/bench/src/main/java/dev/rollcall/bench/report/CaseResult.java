package dev.rollcall.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.rollcall.bench.cases.BenchCase;
import dev.rollcall.bench.limit.Limit;
import dev.rollcall.bench.load.Measured;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/**
 * A case at a number of connections: what the JSON line says.
 *
 * @param limit the slowest of the bare parts
 * @param ratio of the case's requests per second to the limit's
 * @param events that the case made, warm-up included; null when it wasn't counted
 * @param expectedEvents one for each request that changes something
 * @param generatorCpu share of all cores that the generator used
 * @param targetCpu share of all cores that Rollcall used; null when it isn't ours
 * @param targetCpuMs processor time that Rollcall used for each answer; null when it isn't ours
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonPropertyOrder({"case", "connections", "requests", "errors", "rps"})
public record CaseResult(
        @JsonProperty("case") String label,
        int connections,
        long requests,
        long errors,
        double rps,
        double p50Ms,
        double p90Ms,
        double p99Ms,
        double maxMs,
        @Nullable Limit limit,
        @Nullable Double ratio,
        List<Limit> limits,
        @Nullable Long events,
        @Nullable Long expectedEvents,
        double generatorCpu,
        @Nullable Double targetCpu,
        @Nullable Double targetCpuMs,
        double loadAverage) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @param targetCpuNanos that Rollcall used meanwhile; null when it isn't known */
    public static CaseResult of(
            BenchCase bench,
            int connections,
            Measured measured,
            @Nullable Events events,
            @Nullable Long targetCpuNanos,
            List<Limit> limits,
            double loadAverage) {
        List<Limit> rounded = limits.stream()
                .map(each -> new Limit(each.name(), round(each.rps()), round(each.p50Ms())))
                .toList();
        Limit slowest =
                limits.stream().min(Comparator.comparingDouble(Limit::rps)).orElse(null);
        return new CaseResult(
                bench.label(),
                connections,
                measured.requests(),
                measured.errors(),
                round(measured.rps()),
                round(measured.millis(50)),
                round(measured.millis(90)),
                round(measured.millis(99)),
                round(measured.millis(100)),
                slowest == null ? null : rounded.get(limits.indexOf(slowest)),
                slowest == null ? null : round(measured.rps() / slowest.rps()),
                rounded,
                events == null ? null : events.seen(),
                events == null ? null : events.expected(),
                round(measured.cpuShare()),
                targetCpuNanos == null ? null : round(measured.share(targetCpuNanos)),
                targetCpuNanos == null ? null : round(targetCpuNanos / 1e6 / Math.max(1, measured.requests())),
                round(loadAverage));
    }

    public String json() {
        return JSON.writeValueAsString(this);
    }

    boolean is(BenchCase bench, int atConnections) {
        return label.equals(bench.label()) && connections == atConnections;
    }

    /** Whether an event is missing or too many. */
    boolean isMiscounted() {
        return events != null && !events.equals(expectedEvents);
    }

    /** Whether every request succeeded and each change made its one event. */
    @JsonIgnore
    public boolean isClean() {
        return errors == 0 && !isMiscounted();
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
