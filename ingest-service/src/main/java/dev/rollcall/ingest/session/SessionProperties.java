package dev.rollcall.ingest.session;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long console sessions live.
 *
 * @param lifetime from signing in, whatever is done meanwhile
 * @param idle from the last request
 */
@Validated
@ConfigurationProperties("rollcall.session")
public record SessionProperties(
        @DefaultValue("8h") Duration lifetime,
        @DefaultValue("1h") Duration idle) {}
