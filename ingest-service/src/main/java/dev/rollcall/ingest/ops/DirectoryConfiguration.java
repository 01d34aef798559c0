package dev.rollcall.ingest.ops;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import dev.rollcall.schemas.delivery.EventQueue;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.schemas.directory.StateLoader;
import dev.rollcall.schemas.rebuild.Generations;
import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the service to the directory, which it only reads, and to the tokens that recipients fetch. */
@Configuration(proxyBeanMethods = false)
class DirectoryConfiguration {

    /** How long a read waits for a server that is away, before it is answered 503. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration LONGEST_READ = Duration.ofSeconds(30);
    private static final String DATABASE = "rollcall";

    @Bean
    MongoClientSettingsBuilderCustomizer shortTimeouts() {
        return settings -> settings.applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(pool -> pool.maxWaitTime(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout((int) PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .readTimeout((int) LONGEST_READ.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Bean
    MongoDatabase directoryDatabase(MongoClient client, MongoConnectionDetails details) {
        ConnectionString uri = details.getConnectionString();
        return client.getDatabase(Objects.requireNonNullElse(uri.getDatabase(), DATABASE));
    }

    @Bean
    Generations directoryGenerations(Settings settings) {
        return new Generations(settings);
    }

    @Bean
    DirectoryCollections directoryCollections(MongoDatabase directoryDatabase, Generations generations) {
        return new DirectoryCollections(directoryDatabase, generations::read);
    }

    @Bean
    Marks directoryMarks(DirectoryCollections collections, Admin admin, Clock clock) {
        return new Marks(collections, new LogContents(admin, clock));
    }

    @Bean
    EventQueue eventQueue(MongoDatabase directoryDatabase) {
        return new EventQueue(directoryDatabase);
    }

    @Bean
    StateLoader stateLoader(DirectoryCollections collections, Marks marks) {
        return new StateLoader(collections, marks);
    }
}
