package dev.rollcall.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.rollcall.bench.cases.BenchCase;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/**
 * What became of changes on their way to apps: what the JSON line says.
 *
 * @param variant of the case, such as {@code ten-apps}
 * @param sinkMs after which the apps answered; null where it isn't one of several that are compared
 * @param apps that were well
 * @param requests that they got
 * @param rps requests by the time from the first to the last; null where the pushes set the pace
 * @param limitRps what a bare client sent to the same sink with the same concurrency; null where that isn't compared
 * @param p50Ms from when the push was to be sent to the app's receipt; null where a backlog is delivered
 * @param failure null when all was as it must be
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonPropertyOrder({"case", "variant", "sink_ms", "apps", "changes", "requests", "rps"})
public record DeliveryResult(
        @JsonProperty("case") String label,
        String variant,
        @Nullable Integer sinkMs,
        int apps,
        long changes,
        long requests,
        @Nullable Double rps,
        @Nullable Double limitRps,
        @Nullable Double ratio,
        @Nullable Double p50Ms,
        @Nullable Double p99Ms,
        double seconds,
        @Nullable Double targetCpuMs,
        double residentMib,
        @Nullable String failure) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public String json() {
        return JSON.writeValueAsString(this);
    }

    @JsonIgnore
    public boolean isClean() {
        return failure == null;
    }

    boolean is(BenchCase bench, String itsVariant) {
        return label.equals(bench.label()) && variant.equals(itsVariant);
    }

    boolean is(BenchCase bench, int itsSinkMs) {
        return label.equals(bench.label()) && Objects.equals(sinkMs, itsSinkMs);
    }
}
