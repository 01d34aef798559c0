package dev.rollcall.ingest.ops;

import dev.rollcall.schemas.topic.SerdeSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Other classes than Apicurio's for the wire format, such as Confluent's.
 *
 * @param serializer class name, or absent for Apicurio's
 * @param deserializer class name, or absent for Apicurio's
 * @param properties handed to both, on top of Apicurio's
 */
@ConfigurationProperties("rollcall.serde")
record SerdeProperties(
        @Nullable String serializer,
        @Nullable String deserializer,
        @DefaultValue Map<String, String> properties) {

    SerdeSettings settings(RegistryProperties registry) {
        SerdeSettings apicurio = SerdeSettings.apicurio(registry.url());
        var all = new HashMap<>(apicurio.properties());
        all.putAll(properties);
        return new SerdeSettings(
                Objects.requireNonNullElse(serializer, apicurio.serializer()),
                Objects.requireNonNullElse(deserializer, apicurio.deserializer()),
                all);
    }
}
