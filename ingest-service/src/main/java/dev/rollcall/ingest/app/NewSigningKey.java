package dev.rollcall.ingest.app;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What is asked for with a new signing key.
 *
 * @param scheme {@code v1} (HMAC, when absent) or {@code v1a} (Ed25519)
 * @param overlap for how long the existing keys still sign, such as {@code PT24H}, which it is when absent
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record NewSigningKey(@Nullable String scheme, @Nullable Duration overlap) {

    static final NewSigningKey DEFAULT = new NewSigningKey(null, null);
}
