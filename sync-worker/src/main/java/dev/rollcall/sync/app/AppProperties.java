package dev.rollcall.sync.app;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of speaking with apps.
 *
 * @param connectTimeout to be connected
 * @param requestTimeout from sending a request to the end of its answer
 * @param maxAnswer the largest answer that is read
 */
@Validated
@ConfigurationProperties("rollcall.apps")
public record AppProperties(
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("20s") Duration requestTimeout,
        @DefaultValue("1MB") DataSize maxAnswer) {}
