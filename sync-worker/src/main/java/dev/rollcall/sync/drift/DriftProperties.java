package dev.rollcall.sync.drift;

import dev.rollcall.sync.delivery.BackOff;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How apps are reconciled.
 *
 * @param page resources that are asked for at once; an app may allow fewer
 * @param attempts how often one request is tried before the run fails
 * @param initialBackOff the longest first wait after the app failed
 * @param maxBackOff the longest of all waits
 * @param maxRetryAfter the longest that an app's Retry-After is honoured
 * @param settle how long it is waited for deliveries that are under way before a difference counts
 * @param repairTime how long it is waited for the deliveries of a repair
 * @param maxFindings of one run that are kept; further ones are only counted
 * @param retention of runs and their findings
 * @param maxRuns of one app that are kept
 */
@Validated
@ConfigurationProperties("rollcall.drift")
record DriftProperties(
        @DefaultValue("100") @Positive int page,
        @DefaultValue("5") @Positive int attempts,
        @DefaultValue("500ms") Duration initialBackOff,
        @DefaultValue("30s") Duration maxBackOff,
        @DefaultValue("5m") Duration maxRetryAfter,
        @DefaultValue("10s") Duration settle,
        @DefaultValue("10m") Duration repairTime,
        @DefaultValue("100000") @Positive int maxFindings,
        @DefaultValue("30d") Duration retention,
        @DefaultValue("10") @Positive int maxRuns) {

    BackOff backOff() {
        return new BackOff(initialBackOff, maxBackOff);
    }
}
