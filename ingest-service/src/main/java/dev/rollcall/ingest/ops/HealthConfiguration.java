package dev.rollcall.ingest.ops;

import com.mongodb.client.MongoDatabase;
import dev.rollcall.ingest.request.Backlog;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.schemas.topic.SchemaRegistry;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.bson.Document;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Tells which of the parts that we depend on is away, within a second. */
@Configuration(proxyBeanMethods = false)
class HealthConfiguration {

    private static final Duration PATIENCE = Duration.ofMillis(800);

    @Bean
    ReactiveHealthIndicator kafkaHealthIndicator(Admin admin) {
        return () -> probe(Mono.fromFuture(
                () -> admin.describeCluster().clusterId().toCompletionStage().toCompletableFuture(), true));
    }

    @Bean
    ReactiveHealthIndicator registryHealthIndicator(
            RegistryProperties registry, SchemaRegistry schemas, Scheduler blocking) {
        WebClient client = WebClient.create(registry.url());
        return () -> healthOf(client.get()
                .uri("/system/info")
                .retrieve()
                .toBodilessEntity()
                .then(Mono.fromSupplier(() -> registry(schemas)).subscribeOn(blocking)));
    }

    /** An empty registry answers like any other; so it is told that it isn't whole. */
    private static Health registry(SchemaRegistry schemas) {
        try {
            return schemas.isWhole()
                    ? Health.up().build()
                    : Health.down().withDetail("advice", SchemaRegistry.ADVICE).build();
        } catch (RuntimeException e) {
            return down(e);
        }
    }

    @Bean
    ReactiveHealthIndicator mongodbHealthIndicator(MongoDatabase directoryDatabase, Scheduler blocking) {
        return () -> probe(Mono.fromCallable(() -> directoryDatabase.runCommand(new Document("ping", 1)))
                .subscribeOn(blocking));
    }

    /** A directory that is empty looks like one without people; so it is told that it isn't whole. */
    @Bean
    ReactiveHealthIndicator directoryHealthIndicator(Marks marks, Scheduler blocking) {
        return () -> Mono.fromCallable(() -> directory(marks.incomplete()))
                .subscribeOn(blocking)
                .timeout(PATIENCE)
                .onErrorReturn(Health.unknown().build());
    }

    private static Health directory(int incomplete) {
        return incomplete == 0
                ? Health.up().build()
                : Health.down()
                        .withDetail("partitionsNotWhole", incomplete)
                        .withDetail(
                                "advice",
                                "The directory was lost, or isn't built yet. Workers fill it from the log; until then"
                                        + " reads are answered 503 and pushes are taken, but not decided. To bring back"
                                        + " all that MongoDB held, run deploy/rollcall rebuild --all.")
                        .build();
    }

    /** Lag is told, and isn't a failure of this service. */
    @Bean
    ReactiveHealthIndicator lagHealthIndicator(Backlog backlog) {
        return () -> Mono.fromSupplier(() -> {
            var lags = backlog.byPartition();
            var health = lags.isEmpty() ? Health.unknown() : Health.up();
            return health.withDetail("requests", lags)
                    .withDetail("max", backlog.max())
                    .build();
        });
    }

    private static Mono<Health> probe(Mono<?> call) {
        return healthOf(call.map(_ -> Health.up().build()));
    }

    private static Mono<Health> healthOf(Mono<Health> call) {
        return call.timeout(PATIENCE).onErrorResume(e -> Mono.just(down(e)));
    }

    private static Health down(Throwable failure) {
        return Health.down()
                .withDetail("error", failure.getClass().getSimpleName())
                .build();
    }
}
