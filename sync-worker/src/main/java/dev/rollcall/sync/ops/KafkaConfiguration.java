package dev.rollcall.sync.ops;

import dev.rollcall.event.Setting;
import dev.rollcall.schemas.rebuild.Generations;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.SchemaRegistry;
import dev.rollcall.schemas.topic.TopicCheck;
import dev.rollcall.schemas.topic.Topics;
import java.time.Clock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;

/** Topics, clients, wire format and settings, for both roles. */
@Configuration(proxyBeanMethods = false)
class KafkaConfiguration {

    @Bean
    KafkaClients kafkaClients(KafkaProperties kafka, TopicsProperties topics) {
        return new KafkaClients(kafka, topics.partitions());
    }

    @Bean
    KafkaAdmin.NewTopics topics(TopicsProperties topics, Admin kafka) {
        return new KafkaAdmin.NewTopics(TopicCheck.missing(kafka, Topics.all(topics.partitions(), topics.replicas()))
                .toArray(NewTopic[]::new));
    }

    /** For records that aren't co-partitioned, such as receipts and dead letters. */
    @Bean
    KafkaTemplate<String, byte[]> kafkaTemplate(KafkaClients clients) {
        return new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(clients.producer()));
    }

    @Bean
    SchemaRegistry schemaRegistry(RegistryProperties registry, SerdeProperties serde) {
        return new SchemaRegistry(serde.settings(registry));
    }

    @Bean
    AvroRecords avroRecords(RegistryProperties registry, SerdeProperties serde, SchemaRegistry schemas) {
        return new AvroRecords(serde.settings(registry), schemas);
    }

    @Bean
    Generations directoryGenerations(Settings settings) {
        return new Generations(settings);
    }

    @Bean
    Settings settings() {
        return new Settings();
    }

    @Bean
    TableReader settingsReader(KafkaClients clients, AvroRecords records, Settings settings) {
        return new TableReader(
                clients,
                Topics.SETTINGS,
                (key, value) -> settings.apply(
                        key, value == null ? null : records.read(Topics.SETTINGS, value, Setting.class)));
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
