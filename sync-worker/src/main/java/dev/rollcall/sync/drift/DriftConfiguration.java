package dev.rollcall.sync.drift;

import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.rebuild.Generations;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.sync.app.AppHttp;
import dev.rollcall.sync.app.Apps;
import dev.rollcall.sync.app.Seats;
import dev.rollcall.sync.delivery.Ledger;
import dev.rollcall.sync.fanout.FeedProgress;
import dev.rollcall.sync.ops.ConditionalOnRole;
import dev.rollcall.sync.ops.KafkaClients;
import dev.rollcall.sync.ops.Role;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/** Reconciliation, part of the fan-out role. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.FANOUT)
class DriftConfiguration {

    @Bean(destroyMethod = "destroy")
    DefaultKafkaProducerFactory<String, byte[]> repairProducers(KafkaClients clients) {
        return new DefaultKafkaProducerFactory<>(clients.coPartitionedProducer());
    }

    @Bean
    Reconciler reconciler(
            Settings settings,
            Apps apps,
            AppHttp http,
            Ledger ledger,
            MongoTemplate mongo,
            Generations generations,
            Erasures erasures,
            Admin kafka,
            AvroRecords records,
            KafkaClients clients,
            DefaultKafkaProducerFactory<String, byte[]> repairProducers,
            DriftProperties properties,
            MeterRegistry meters,
            Clock clock) {
        var repairs = new Repairs(new KafkaTemplate<>(repairProducers), records, ledger, clock);
        var reconciling = new Reconciling(
                apps,
                new Whereabouts(settings),
                http,
                new Seats(settings),
                new DirectoryCollections(mongo.getDb(), generations::read),
                erasures,
                repairs,
                new FeedProgress(kafka),
                properties,
                clock);
        return new Reconciler(
                settings,
                reconciling,
                new DriftMetrics(meters),
                onChange -> new Shards(
                        () -> clients.consumers(Map.of(ConsumerConfig.GROUP_ID_CONFIG, Shards.GROUP))
                                .createConsumer(),
                        onChange),
                clock);
    }
}
