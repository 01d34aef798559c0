package dev.rollcall.sync.ops;

import com.mongodb.MongoException;
import dev.rollcall.schemas.topic.SchemaRegistry;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.bson.Document;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Tells which of the parts that the worker waits for is away, within a second. */
@Configuration(proxyBeanMethods = false)
class HealthConfiguration {

    private static final Duration PATIENCE = Duration.ofMillis(800);

    @Bean
    Admin admin(KafkaProperties kafka) {
        return Admin.create(kafka.buildAdminProperties());
    }

    @Bean
    ReactiveHealthIndicator kafkaHealthIndicator(Admin admin) {
        return () -> probe(Mono.fromFuture(
                        () -> admin.describeCluster()
                                .clusterId()
                                .toCompletionStage()
                                .toCompletableFuture(),
                        true)
                .map(_ -> up()));
    }

    @Bean
    ReactiveHealthIndicator registryHealthIndicator(RegistryProperties registry, SchemaRegistry schemas) {
        WebClient client = WebClient.create(registry.url());
        return () -> probe(client.get()
                .uri("/system/info")
                .retrieve()
                .toBodilessEntity()
                .then(Mono.fromSupplier(() -> registry(schemas)).subscribeOn(Schedulers.boundedElastic())));
    }

    /** An empty registry answers like any other; so it is told that it isn't whole. */
    private static Health registry(SchemaRegistry schemas) {
        try {
            return schemas.isWhole()
                    ? up()
                    : Health.down().withDetail("advice", SchemaRegistry.ADVICE).build();
        } catch (RuntimeException e) {
            return down(e);
        }
    }

    @Bean
    ReactiveHealthIndicator mongodbHealthIndicator(MongoDatabaseFactory mongo) {
        return () -> probe(Mono.fromSupplier(() -> ping(mongo)).subscribeOn(Schedulers.boundedElastic()));
    }

    /** Throws nothing, for Reactor logs at length what fails after it was given up. */
    private static Health ping(MongoDatabaseFactory mongo) {
        try {
            mongo.getMongoDatabase().runCommand(new Document("ping", 1));
            return up();
        } catch (MongoException e) {
            return down(e);
        }
    }

    private static Mono<Health> probe(Mono<Health> call) {
        return call.timeout(PATIENCE).onErrorResume(e -> Mono.just(down(e)));
    }

    private static Health up() {
        return Health.up().build();
    }

    private static Health down(Throwable failure) {
        return Health.down()
                .withDetail("error", failure.getClass().getSimpleName())
                .build();
    }
}
