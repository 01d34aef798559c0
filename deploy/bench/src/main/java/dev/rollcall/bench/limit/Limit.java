package dev.rollcall.bench.limit;

import dev.rollcall.bench.load.Measured;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** What a bare part did at the same concurrency, with p50 in milliseconds. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Limit(String name, double rps, double p50Ms) {

    static Limit of(String name, Measured measured) {
        return new Limit(name, measured.rps(), measured.millis(50));
    }
}
