package dev.rollcall.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.rollcall.bench.cases.BenchCase;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was made anew from the log: what the JSON line says.
 *
 * @param users and memberships that there are
 * @param records that were read or written
 * @param seconds that they took
 * @param wholeSeconds until all was done, what is compared afterwards too
 * @param limitRps what the bare part made of the same records in a second
 * @param beside what went on meanwhile
 * @param failure null when all was as it must be
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonPropertyOrder({"case", "users", "memberships", "records", "seconds"})
public record RecoveryResult(
        @JsonProperty("case") String label,
        long users,
        long memberships,
        long records,
        double seconds,
        double wholeSeconds,
        double rps,
        @Nullable Double limitRps,
        @Nullable Double ratio,
        @Nullable Double targetCpuMs,
        double residentMib,
        List<Beside> beside,
        @Nullable String failure) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Requests of one kind before and meanwhile. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Beside(String what, double beforeP50Ms, double p50Ms, double p99Ms, long requests, long errors) {

        /** How many times as long half of them took at most. */
        @JsonProperty("slower")
        public double slower() {
            return beforeP50Ms == 0 ? 0 : Math.round(100 * p50Ms / beforeP50Ms) / 100.0;
        }
    }

    public String json() {
        return JSON.writeValueAsString(this);
    }

    @JsonIgnore
    public boolean isClean() {
        return failure == null && beside.stream().allMatch(each -> each.errors() == 0);
    }

    boolean is(BenchCase bench) {
        return label.equals(bench.label());
    }
}
