package dev.rollcall.ingest.delivery.projection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What is kept and expected of deliveries.
 *
 * @param retention of receipts and dead letters; the topics keep them for 90 days
 * @param target from a client's push until the last app should have it
 */
@Validated
@ConfigurationProperties("rollcall.ingest.delivery")
record DeliveryProperties(
        @DefaultValue("90d") Duration retention,
        @DefaultValue("1m") Duration target) {}
