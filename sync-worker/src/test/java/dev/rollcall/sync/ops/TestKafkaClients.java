package dev.rollcall.sync.ops;

import java.util.List;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/** Our Kafka clients without an application around them. */
public final class TestKafkaClients {

    private TestKafkaClients() {}

    public static KafkaClients of(String bootstrap) {
        var properties = new KafkaProperties();
        properties.setBootstrapServers(List.of(bootstrap));
        return new KafkaClients(properties);
    }
}
