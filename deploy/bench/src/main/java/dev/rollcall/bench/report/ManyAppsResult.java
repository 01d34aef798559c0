package dev.rollcall.bench.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a Rollcall with many apps uses: what the JSON line says. Its broker, database and services are one process.
 *
 * @param variant {@code none} before there were any, {@code idle} and {@code busy} with all of them
 * @param threads of the operating system
 * @param heapMib that is left after a full collection
 * @param brokerConnections of all its Kafka clients
 * @param rps requests that the apps got in sum
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonPropertyOrder({"case", "variant", "apps"})
public record ManyAppsResult(
        @JsonProperty("case") String label,
        String variant,
        int apps,
        int threads,
        double heapMib,
        double residentMib,
        int brokerConnections,
        double rps) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public String json() {
        return JSON.writeValueAsString(this);
    }
}
