package dev.rollcall.ingest.check;

import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What came of a connection test.
 *
 * @param ok whether nothing failed
 * @param redirectUri to register at the provider
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ConnectionReport(boolean ok, String redirectUri, List<Check> checks) {

    static ConnectionReport of(String redirectUri, List<Check> checks) {
        return new ConnectionReport(
                checks.stream().noneMatch(check -> Boolean.FALSE.equals(check.ok())), redirectUri, checks);
    }
}
