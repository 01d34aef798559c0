package dev.rollcall.embedded;

import static dev.rollcall.embedded.EmbeddedKafkaTest.TOPIC;
import static dev.rollcall.embedded.EmbeddedKafkaTest.createTopic;
import static dev.rollcall.embedded.EmbeddedKafkaTest.producer;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes until killed, and tells the number of each acknowledged record. */
final class KafkaWriter {

    private KafkaWriter() {}

    public static void main(String[] args) {
        EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(args[0]), 0, 0);
        createTopic(kafka);
        try (var producer = producer(kafka, Map.of("linger.ms", 1))) {
            for (int i = 0; true; i++) {
                String number = Integer.toString(i);
                producer.send(new ProducerRecord<>(TOPIC, number, number), (metadata, failure) -> {
                    if (failure == null) {
                        System.out.println(number);
                    }
                });
            }
        }
    }
}
