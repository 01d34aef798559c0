package dev.rollcall.sync.directory;

import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.Backend;
import dev.rollcall.embedded.test.ChildJvm;
import dev.rollcall.event.RebuildState;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.rebuild.Generations;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.sync.ops.TestKafkaClients;
import dev.rollcall.sync.projection.Replicas;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** A worker in a process of its own that fills generation 1 of a partition, a few records every two seconds. */
final class SlowFilling {

    private static final int BATCH = 10;
    private static final int PER_SECOND = 5;

    private SlowFilling() {}

    static ChildJvm start(Backend backend, String database, int partition) throws IOException {
        return ChildJvm.start(
                SlowFilling.class,
                backend.bootstrap(),
                backend.registryApiUrl(),
                backend.mongodbUri(),
                database,
                Integer.toString(partition));
    }

    public static void main(String[] arguments) throws InterruptedException {
        var settings = new Settings();
        RebuildFixture.set(settings, RebuildState.BUILDING, PER_SECOND);
        var generations = new Generations(settings);
        var replicas = new Replicas(
                TestKafkaClients.of(arguments[0]).consumers(Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, BATCH)),
                new AvroRecords(SerdeSettings.apicurio(arguments[1])),
                (_, _) -> {},
                new DirectoryCollections(
                        MongoClients.create(arguments[2]).getDatabase(arguments[3]), generations::read),
                generations,
                new Erasures(),
                Duration.ofSeconds(1),
                Clock.systemUTC());
        replicas.of(Integer.parseInt(arguments[4])).follow();
        Thread.currentThread().join();
    }
}
