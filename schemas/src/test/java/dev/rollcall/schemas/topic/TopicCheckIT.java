package dev.rollcall.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.rollcall.embedded.test.Backends;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a service finds of its topics when it starts. */
class TopicCheckIT {

    private final Admin kafka =
            Admin.create(Map.of("bootstrap.servers", Backends.shared().bootstrap()));
    private final String there = "there-" + UUID.randomUUID();
    private final String absent = "absent-" + UUID.randomUUID();

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void onlyWhatIsMissingIsToBeMade() throws Exception {
        create(2);

        assertThat(TopicCheck.missing(kafka, List.of(topic(there, 2), topic(absent, 2))))
                .extracting(NewTopic::name)
                .containsExactly(absent);
    }

    @Test
    void oneWithTooFewThatNobodyHasWrittenToMayHaveMore() throws Exception {
        create(1);

        assertThat(TopicCheck.missing(kafka, List.of(topic(there, 3))))
                .extracting(NewTopic::name)
                .containsExactly(there);
    }

    @Test
    void aTopicOfAnotherNumberOfPartitionsIsRefusedAndLeftAsItIs() throws Exception {
        create(2);
        write();

        for (int expected : new int[] {1, 4}) {
            assertThatExceptionOfType(PartitionsChangedException.class)
                    .isThrownBy(() -> TopicCheck.missing(kafka, List.of(topic(there, expected), topic(absent, 1))))
                    .withMessageContaining(there + " has 2 partitions instead of " + expected)
                    .withMessageContaining("rollcall.topics.partitions");
        }
        assertThat(partitions()).isEqualTo(2);
    }

    @Test
    void aServiceStartsAlsoWhileKafkaIsAway() {
        try (Admin away = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:1"))) {
            assertThat(TopicCheck.missing(away, List.of(topic(absent, 1)), 300)).isEmpty();
        }
    }

    private void create(int partitions) throws Exception {
        kafka.createTopics(List.of(topic(there, partitions))).all().get();
        await().ignoreExceptions().until(() -> partitions() > 0);
    }

    private void write() throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Backends.shared().bootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(there, 1, null, new byte[] {1})).get();
        }
    }

    private int partitions() throws Exception {
        return kafka.describeTopics(List.of(there))
                .allTopicNames()
                .get()
                .get(there)
                .partitions()
                .size();
    }

    private static NewTopic topic(String name, int partitions) {
        return new NewTopic(name, partitions, (short) 1);
    }
}
