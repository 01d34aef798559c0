package dev.rollcall.ingest.ops;

import dev.rollcall.ingest.activity.capture.RequestLogProperties;
import dev.rollcall.ingest.topic.BatchPublisher;
import dev.rollcall.ingest.topic.DeadLetters;
import dev.rollcall.ingest.topic.KafkaClients;
import dev.rollcall.ingest.topic.LogPositions;
import dev.rollcall.ingest.topic.Offsets;
import dev.rollcall.ingest.topic.RangeScan;
import dev.rollcall.ingest.topic.RecordPublisher;
import dev.rollcall.ingest.topic.RecordReader;
import dev.rollcall.ingest.topic.RecordSearch;
import dev.rollcall.ingest.topic.SoleWriter;
import dev.rollcall.ingest.topic.TopicRules;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.SchemaRegistry;
import dev.rollcall.schemas.topic.TopicCheck;
import dev.rollcall.schemas.topic.Topics;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.kafka.core.KafkaAdmin;

/** Wires the service to Kafka and the registry. */
@Configuration(proxyBeanMethods = false)
class KafkaConfiguration {

    @Bean
    KafkaClients kafkaClients(KafkaProperties kafka, TopicsProperties topics) {
        return new KafkaClients(kafka, topics.partitions());
    }

    @Bean
    SchemaRegistry schemaRegistry(SerdeProperties serde, RegistryProperties registry) {
        return new SchemaRegistry(serde.settings(registry));
    }

    /** One for each user: (de)serializers aren't made to be shared by threads that read. */
    @Bean
    @Scope("prototype")
    AvroRecords avroRecords(SerdeProperties serde, RegistryProperties registry, SchemaRegistry schemas) {
        return new AvroRecords(serde.settings(registry), schemas);
    }

    @Bean
    RecordPublisher recordPublisher(KafkaClients clients, AvroRecords records) {
        return new RecordPublisher(clients, records);
    }

    /** Who changes settings is fenced off by the next instance that does; the id needs an ACL where Kafka has ACLs. */
    @Bean
    SoleWriter settingsWriter(KafkaClients clients, AvroRecords records) {
        return new SoleWriter(clients, records, Topics.SETTINGS, Topics.SETTINGS);
    }

    @Bean
    BatchPublisher batchPublisher(KafkaClients clients, AvroRecords records) {
        return new BatchPublisher(clients, records);
    }

    @Bean
    RecordSearch recordSearch(KafkaClients clients) {
        return new RecordSearch(clients);
    }

    @Bean
    RecordReader recordReader(KafkaClients clients) {
        return new RecordReader(clients);
    }

    @Bean
    DeadLetters deadLetters(RecordPublisher publisher, Clock clock) {
        return new DeadLetters(publisher, clock);
    }

    @Bean
    KafkaAdmin.NewTopics topics(TopicsProperties topics, RequestLogProperties log, Admin kafka) {
        List<NewTopic> all = Stream.concat(
                        Topics.all(topics.partitions(), topics.replicas()).stream(),
                        Stream.of(Topics.requestLog(topics.partitions(), topics.replicas(), log.retention())))
                .toList();
        return new KafkaAdmin.NewTopics(TopicCheck.missing(kafka, all).toArray(NewTopic[]::new));
    }

    @Bean
    Admin admin(KafkaProperties kafka) {
        return Admin.create(kafka.buildAdminProperties());
    }

    @Bean
    Offsets offsets(Admin admin) {
        return new Offsets(admin);
    }

    @Bean
    TopicRules topicRules(Admin admin) {
        return new TopicRules(admin);
    }

    @Bean
    Erasures erasures() {
        return new Erasures();
    }

    @Bean
    RangeScan rangeScan(KafkaClients clients) {
        return new RangeScan(clients);
    }

    @Bean
    LogPositions logPositions(Admin admin) {
        return new LogPositions(admin);
    }

    @Bean
    Settings settings() {
        return new Settings();
    }
}
