package dev.rollcall.ingest.credential;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The secrets that the service itself needs.
 *
 * @param adminToken bearer token of the admin API
 * @param sealingKey 32 bytes in base64 that seal the secrets of apps; the sync worker has the same
 */
@Validated
@ConfigurationProperties("rollcall")
public record SecretProperties(
        @NotBlank @Size(min = 16) String adminToken,
        @NotBlank String sealingKey) {

    /** Says nothing of the secrets. */
    @Override
    public String toString() {
        return "SecretProperties[redacted]";
    }
}
