package dev.rollcall.ingest.ops;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How topics are created where they are missing.
 *
 * @param partitions of every topic that is co-partitioned by connection; never change it later
 * @param replicas of every partition
 */
@Validated
@ConfigurationProperties("rollcall.topics")
record TopicsProperties(
        @DefaultValue("6") @Positive int partitions,
        @DefaultValue("1") @Positive short replicas) {}
