package dev.rollcall.sync.replay;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How replays go on beside live changes.
 *
 * @param window how many published changes an app may not have read yet; live changes wait behind no more of them
 */
@Validated
@ConfigurationProperties("rollcall.replay")
record ReplayProperties(@DefaultValue("2000") @Positive int window) {}
