package dev.rollcall.ingest.activity.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.ingest.topic.BatchPublisher;
import dev.rollcall.ingest.topic.KafkaClients;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.SerdeSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.util.unit.DataSize;

class CallLogTest {

    @Test
    void dropsAndCountsWhatCannotBeWrittenAndNeverWaits() {
        var kafka = new KafkaProperties();
        kafka.setBootstrapServers(List.of("localhost:1"));
        var meters = new SimpleMeterRegistry();
        var properties = new RequestLogProperties(Duration.ofDays(1), true, DataSize.ofKilobytes(1), 100, 1);
        try (var records = new AvroRecords(SerdeSettings.apicurio("http://localhost:1/apis/registry/v3"));
                var publisher = new BatchPublisher(new KafkaClients(kafka, 1), records)) {
            var log = new CallLog(publisher, properties, meters);
            log.start();
            Instant start = Instant.now();
            for (int i = 0; i < 100_000; i++) {
                log.add(entry());
            }
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(2));
            await().untilAsserted(() -> assertThat(
                            meters.counter("rollcall.request-log.dropped").count())
                    .isGreaterThan(99_000));
            log.stop();
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(15));
        }
    }

    private static RequestLogEntry entry() {
        return RequestLogEntry.newBuilder()
                .setId("id")
                .setConnection("c")
                .setTime(Instant.EPOCH)
                .setMethod("GET")
                .setPath("/Users")
                .setStatus(200)
                .build();
    }
}
