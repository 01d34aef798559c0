package dev.rollcall.sync.directory;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param threads that decide; each serves some of the instance's partitions
 * @param batch the most requests that are decided in one transaction
 * @param transactionTimeout after which Kafka aborts a transaction whose worker has died
 * @param checkpointInterval how much projecting, at most, is done again after a crash
 */
@Validated
@ConfigurationProperties("rollcall.directory")
record DirectoryProperties(
        @DefaultValue("2") @Min(1) int threads,
        @DefaultValue("500") @Min(1) int batch,
        @DefaultValue("15s") Duration transactionTimeout,
        @DefaultValue("1s") Duration checkpointInterval) {}
