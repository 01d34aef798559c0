package dev.rollcall.sync.fanout;

import dev.rollcall.sync.delivery.BackOff;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How changes are brought to apps.
 *
 * @param concurrency how many resources of one app are delivered at once
 * @param attempts how often one resource is tried before it is given up
 * @param giveUpAfter for how long an app may fail on one resource as if it were down while it takes others; then that one
 *     is given up
 * @param batch the most changes that are planned together
 * @param batchTime after which no further delivery of a batch is begun; well below max.poll.interval.ms
 * @param initialBackOff the longest first wait for an app that failed
 * @param maxBackOff the longest of all waits
 * @param maxRetryAfter the longest that an app's Retry-After is honoured
 * @param issuer of Security Event Tokens: the public URL of the ingest service
 * @param maxWaitingTokens how many tokens may wait for a recipient that fetches them; Kafka keeps the rest
 * @param failureBudget for how long an app may go on failing before it is paused
 * @param watchInterval at which the apps' metrics are refreshed
 * @param expiryNotice how long before Kafka deletes what an app hasn't got it is warned of
 */
@Validated
@ConfigurationProperties("rollcall.fanout")
record FanOutProperties(
        @DefaultValue("16") @Positive int concurrency,
        @DefaultValue("3") @Positive int attempts,
        @DefaultValue("1m") Duration giveUpAfter,
        @DefaultValue("1000") @Positive int batch,
        @DefaultValue("1m") Duration batchTime,
        @DefaultValue("500ms") Duration initialBackOff,
        @DefaultValue("60s") Duration maxBackOff,
        @DefaultValue("5m") Duration maxRetryAfter,
        @DefaultValue("http://localhost:8080") URI issuer,
        @DefaultValue("10000") @Positive int maxWaitingTokens,
        @DefaultValue("5d") Duration failureBudget,
        @DefaultValue("10s") Duration watchInterval,
        @DefaultValue("10d") Duration expiryNotice) {

    /** The issuer as tokens have it, without a slash at its end. */
    String issuerUrl() {
        return issuer.toString().replaceAll("/+$", "");
    }

    BackOff backOff() {
        return new BackOff(initialBackOff, maxBackOff);
    }

    FailureBudget budget() {
        Duration longestWait = maxBackOff.compareTo(maxRetryAfter) > 0 ? maxBackOff : maxRetryAfter;
        return new FailureBudget(failureBudget, longestWait.plus(batchTime).multipliedBy(2));
    }
}
