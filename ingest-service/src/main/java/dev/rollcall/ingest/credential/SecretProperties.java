package dev.rollcall.ingest.credential;

import dev.rollcall.schemas.setting.Seal;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The secrets that the service itself needs.
 *
 * @param adminToken bearer token of the admin API
 * @param sealingKey 32 bytes in base64 that seal the secrets of apps; the sync worker has the same
 * @param sealingKeysOld those before, which open what they sealed
 */
@Validated
@ConfigurationProperties("rollcall")
public record SecretProperties(
        @NotBlank @Size(min = 16) String adminToken,
        @NotBlank String sealingKey,
        @DefaultValue List<String> sealingKeysOld) {

    /** What seals secrets in settings. */
    public Seal seal() {
        return new Seal(sealingKey, sealingKeysOld);
    }

    /**
     * What seals something else, with keys that are made of these.
     *
     * @param derived makes a key of a key, both in base64
     */
    public Seal seal(UnaryOperator<String> derived) {
        return new Seal(
                derived.apply(sealingKey),
                sealingKeysOld.stream()
                        .filter(key -> !key.isBlank())
                        .map(derived)
                        .toList());
    }

    /** Says nothing of the secrets. */
    @Override
    public String toString() {
        return "SecretProperties[redacted]";
    }
}
