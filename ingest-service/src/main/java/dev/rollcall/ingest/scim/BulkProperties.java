package dev.rollcall.ingest.scim;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How much one bulk request may hold (RFC 7644 §3.7.4); also told by ServiceProviderConfig.
 *
 * @param maxPayloadSize of its body
 */
@Validated
@ConfigurationProperties("rollcall.ingest.bulk")
record BulkProperties(
        @DefaultValue("1000") @Positive int maxOperations,
        @DefaultValue("1MB") DataSize maxPayloadSize) {}
