package dev.rollcall.ingest.credential;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How patient we are with wrong credentials.
 *
 * @param maxFailures of one address with one connection in a window; more are answered 429
 * @param failureWindow how long failures count
 */
@Validated
@ConfigurationProperties("rollcall.ingest.authentication")
record AuthenticationProperties(
        @DefaultValue("20") @Positive int maxFailures,
        @DefaultValue("1m") Duration failureWindow) {}
