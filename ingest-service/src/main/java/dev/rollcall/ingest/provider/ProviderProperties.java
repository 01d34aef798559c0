package dev.rollcall.ingest.provider;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of speaking with identity providers.
 *
 * @param requestTimeout from sending a request to the end of its answer
 * @param maxAnswer the largest answer that is read
 * @param metadataLifetime after which discovery documents and keys are fetched again
 * @param keyInterval how long another fetch for an unknown key has to wait
 * @param clockSkew by which the clocks may differ
 * @param allowLoopback whether plain http is allowed to this very machine, for tries and tests
 */
@Validated
@ConfigurationProperties("rollcall.provider")
public record ProviderProperties(
        @DefaultValue("5s") Duration requestTimeout,
        @DefaultValue("256KB") DataSize maxAnswer,
        @DefaultValue("10m") Duration metadataLifetime,
        @DefaultValue("10s") Duration keyInterval,
        @DefaultValue("1m") Duration clockSkew,
        @DefaultValue("false") boolean allowLoopback) {}
