package dev.rollcall.sync.replay;

import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.sync.ops.ConditionalOnRole;
import dev.rollcall.sync.ops.KafkaClients;
import dev.rollcall.sync.ops.Role;
import java.time.Clock;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.MongoTemplate;

/** Replays go with the fan-out, whose apps they are for. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.FANOUT)
class ReplayConfiguration {

    @Bean
    Replays replays(
            Settings settings,
            KafkaClients clients,
            Admin admin,
            AvroRecords records,
            MongoTemplate mongo,
            Erasures erasures,
            ReplayProperties properties,
            Clock clock) {
        return new Replays(
                settings,
                new ReplayWork(settings, clients, admin, records, mongo.getDb(), erasures, properties, clock));
    }
}
