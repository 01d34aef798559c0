package dev.rollcall.ingest.directory;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The bounds of queries.
 *
 * @param maxExamined resources that one query may look at one by one
 * @param cursorTimeout how long a cursor can be used
 */
@Validated
@ConfigurationProperties("rollcall.ingest.query")
public record QueryProperties(
        @DefaultValue("100000") @Min(1) int maxExamined,
        @DefaultValue("1h") @NotNull Duration cursorTimeout) {}
