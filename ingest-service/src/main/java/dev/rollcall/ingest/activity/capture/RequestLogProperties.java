package dev.rollcall.ingest.activity.capture;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How much of the calls is kept, and for how long.
 *
 * @param retention of the log; of its topic when that is created
 * @param bodies whether bodies are kept and shown, redacted
 * @param maxBody of a redacted body; the rest is cut off
 * @param maxWaiting entries that may wait for Kafka; more are dropped and counted
 * @param maxStrangers calls a second without a valid credential that are kept; more are dropped and counted
 */
@Validated
@ConfigurationProperties("rollcall.ingest.request-log")
public record RequestLogProperties(
        @DefaultValue("14d") Duration retention,
        @DefaultValue("true") boolean bodies,
        @DefaultValue("16KB") DataSize maxBody,
        @DefaultValue("10000") @Positive int maxWaiting,
        @DefaultValue("100") @Positive int maxStrangers) {}
