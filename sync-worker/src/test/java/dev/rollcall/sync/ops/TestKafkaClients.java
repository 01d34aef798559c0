package dev.rollcall.sync.ops;

import java.util.List;
import java.util.Map;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/** Our Kafka clients without an application around them. */
public final class TestKafkaClients {

    private static final int PARTITIONS = 3;

    private TestKafkaClients() {}

    public static KafkaClients of(String bootstrap) {
        return of(bootstrap, Map.of());
    }

    /** With these settings of {@code spring.kafka.properties}. */
    public static KafkaClients of(String bootstrap, Map<String, String> settings) {
        var properties = new KafkaProperties();
        properties.setBootstrapServers(List.of(bootstrap));
        properties.getProperties().putAll(settings);
        return new KafkaClients(properties, PARTITIONS);
    }
}
