package dev.rollcall.ingest.request;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long and how much is waited for.
 *
 * @param resultTimeout after which a push is answered with a prediction, unless a worker says that it has it in hand
 * @param maxLag records of a partition that the directory role may be behind before pushes to it get 429
 * @param maxWaiting pushes of this instance that may wait for their result at once
 */
@Validated
@ConfigurationProperties("rollcall.ingest")
record RequestProperties(
        @DefaultValue("2s") Duration resultTimeout,
        @DefaultValue("10000") @Positive long maxLag,
        @DefaultValue("5000") @Positive int maxWaiting) {}
