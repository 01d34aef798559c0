package dev.rollcall.schemas.topic;

import io.apicurio.registry.resolver.config.SchemaResolverConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Which Kafka (de)serializer classes write and read Avro in Confluent's wire format, and their settings.
 *
 * @param serializer class name of a {@code org.apache.kafka.common.serialization.Serializer}
 * @param deserializer class name of a {@code org.apache.kafka.common.serialization.Deserializer}
 * @param properties handed to both
 */
public record SerdeSettings(String serializer, String deserializer, Map<String, Object> properties) {

    private static final String FOR_EVER = Long.toString(Duration.ofDays(36_500).toMillis());

    public SerdeSettings {
        properties = Map.copyOf(properties);
    }

    /**
     * Apicurio's classes with the 4-byte content id, which Confluent's classes read too.
     *
     * @param url the registry's native API, such as {@code http://localhost:8081/apis/registry/v3}
     */
    public static SerdeSettings apicurio(String url) {
        var properties = new HashMap<String, Object>();
        properties.put("apicurio.registry.url", url);
        properties.put("apicurio.registry.auto-register", "true");
        properties.put("apicurio.registry.auto-register.if-exists", "FIND_OR_CREATE_VERSION");
        properties.put("apicurio.registry.avro-datum-provider", SpecificDatums.class.getName());
        // nested records are registered inside their schema, so that every client can read it by itself
        properties.put("apicurio.registry.dereference-schema", "true");
        // a schema never changes under its id: what is known is used while the registry is away, and never registered
        // again, for one that lost its data would give it another id
        properties.put("apicurio.registry.check-period-ms", FOR_EVER);
        properties.put("apicurio.registry.fault-tolerant-refresh", "true");
        properties.put(SchemaResolverConfig.VERTX_INSTANCE, RegistryThreads.VERTX);
        return new SerdeSettings(
                "io.apicurio.registry.serde.avro.AvroKafkaSerializer",
                "io.apicurio.registry.serde.avro.AvroKafkaDeserializer",
                properties);
    }
}
