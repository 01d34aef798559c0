package dev.rollcall.sync.directory;

import static org.awaitility.Awaitility.await;

import dev.rollcall.embedded.Backend;
import dev.rollcall.schemas.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Where Kafka has the directory role in the requests of one partition. */
final class RequestPlace {

    private static final int PARTITIONS = 3;

    private final String bootstrap;
    private final TopicPartition requests;

    RequestPlace(String bootstrap, TopicPartition requests) {
        this.bootstrap = bootstrap;
        this.requests = requests;
    }

    /** Makes the topics that are missing; another test of the JVM may have made them with other partitions. */
    static int createTopics(Backend backend) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrap()))) {
            var existing = admin.listTopics().names().get();
            List<NewTopic> missing = Topics.all(PARTITIONS, (short) 1).stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .toList();
            admin.createTopics(missing).all().get();
            // what is made just now isn't known at once
            return await().ignoreExceptionsMatching(e -> e.getCause() instanceof UnknownTopicOrPartitionException)
                    .until(() -> partitions(admin), count -> count > 0);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static int partitions(Admin admin) throws Exception {
        return admin.describeTopics(List.of(Topics.REQUESTS))
                .allTopicNames()
                .get()
                .get(Topics.REQUESTS)
                .partitions()
                .size();
    }

    /** Lets Kafka forget which requests are decided; nobody may be at it. */
    void forgetOffsets() {
        ask(admin -> admin.deleteConsumerGroupOffsets(DirectoryConfiguration.GROUP, Set.of(requests))
                .all());
    }

    /** Lets Kafka have another place, as one of a log that is cut off since; nobody may be at it. */
    void commit(long next) {
        ask(admin -> admin.alterConsumerGroupOffsets(
                        DirectoryConfiguration.GROUP, Map.of(requests, new OffsetAndMetadata(next)))
                .all());
    }

    /** Deletes all requests so far, as Kafka does when their retention has passed. */
    void expireRequests() {
        ask(admin -> admin.deleteRecords(Map.of(requests, RecordsToDelete.beforeOffset(end())))
                .all());
    }

    /** Where the requests go on, as Kafka knows it. */
    long committed() {
        return ask(admin -> admin.listConsumerGroupOffsets(DirectoryConfiguration.GROUP)
                        .partitionsToOffsetAndMetadata())
                .get(requests)
                .offset();
    }

    /** Of the connection's partition. */
    long lag() {
        return end() - committed();
    }

    private long end() {
        return ask(admin ->
                        admin.listOffsets(Map.of(requests, OffsetSpec.latest())).partitionResult(requests))
                .offset();
    }

    private <T> T ask(Function<Admin, KafkaFuture<T>> question) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            return question.apply(admin).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
