package dev.rollcall.sync.fanout;

import jakarta.validation.constraints.NotBlank;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The keys that the secrets in settings are sealed with, as the ingest service has them.
 *
 * @param sealingKey 32 bytes in base64
 * @param sealingKeysOld those before, which open what they sealed
 */
@Validated
@ConfigurationProperties("rollcall")
record SealingProperties(
        @NotBlank String sealingKey, @DefaultValue List<String> sealingKeysOld) {

    /** Says nothing of the keys. */
    @Override
    public String toString() {
        return "SealingProperties[redacted]";
    }
}
