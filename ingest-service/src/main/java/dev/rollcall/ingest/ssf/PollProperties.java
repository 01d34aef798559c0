package dev.rollcall.ingest.ssf;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How recipients fetch their tokens.
 *
 * @param maxEvents in one answer
 * @param maxSize of the claims in one answer, from the second token on
 * @param longestWait of a poll while there is none
 * @param interval from one look for tokens to the next, of a poll that waits
 */
@Validated
@ConfigurationProperties("rollcall.ingest.poll")
record PollProperties(
        @DefaultValue("100") @Positive int maxEvents,
        @DefaultValue("1MB") DataSize maxSize,
        @DefaultValue("25s") Duration longestWait,
        @DefaultValue("500ms") Duration interval) {}
