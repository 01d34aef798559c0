package dev.rollcall.ingest.erasure;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How erasures go on by themselves.
 *
 * @param interval from one look at those that aren't done to the next
 * @param settle for how long nothing more may be found before one is done: other instances may just have been writing
 */
@Validated
@ConfigurationProperties("rollcall.ingest.erasure")
record ErasureProperties(
        @DefaultValue("30s") Duration interval,
        @DefaultValue("1m") Duration settle) {}
