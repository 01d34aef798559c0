package dev.rollcall.sync.ops;

import dev.rollcall.event.Erasure;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who was forgotten, for whoever projects or sends again what was. */
@Configuration(proxyBeanMethods = false)
class ErasureConfiguration {

    @Bean
    Erasures erasures() {
        return new Erasures();
    }

    @Bean
    TableReader erasureReader(KafkaClients clients, AvroRecords records, Erasures erasures) {
        return new TableReader(
                clients,
                Topics.ERASURES,
                (key, value) -> erasures.apply(
                        key, value == null ? null : records.read(Topics.ERASURES, value, Erasure.class)));
    }
}
