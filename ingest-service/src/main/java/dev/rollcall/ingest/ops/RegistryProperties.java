package dev.rollcall.ingest.ops;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Where schemas are kept.
 *
 * @param url the registry's native API, such as {@code http://localhost:8081/apis/registry/v3}
 */
@Validated
@ConfigurationProperties("rollcall.registry")
record RegistryProperties(@NotBlank String url) {}
