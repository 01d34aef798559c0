package dev.rollcall.standalone;

import dev.rollcall.ingest.IngestServiceApplication;
import dev.rollcall.sync.SyncWorkerApplication;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/** The two services, each in a Spring context of its own as if it were alone. */
record Services(ConfigurableApplicationContext ingest, ConfigurableApplicationContext worker) implements AutoCloseable {

    private static final String REQUESTS = "requestContainer";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN = Duration.ofMillis(50);

    /** @param roles of the worker */
    static Services start(ServiceSettings settings, String roles) {
        var worker = async("worker", () -> SyncWorkerApplication.application().run(settings.worker(roles)));
        var ingest = async("ingest", () -> IngestServiceApplication.start(settings.ingest()));
        try {
            CompletableFuture.allOf(worker, ingest).join();
        } catch (RuntimeException e) {
            worker.thenAccept(ConfigurableApplicationContext::close);
            ingest.thenAccept(ConfigurableApplicationContext::close);
            throw e;
        }
        Services services = new Services(ingest.join(), worker.join());
        services.awaitDeciding();
        return services;
    }

    /** From then on pushes are answered with what was decided, not with a prediction. */
    private void awaitDeciding() {
        ConcurrentMessageListenerContainer<?, ?> requests =
                worker.getBean(REQUESTS, ConcurrentMessageListenerContainer.class);
        boolean isDeciding = Waiting.until(
                        PATIENCE,
                        BETWEEN,
                        () -> Optional.ofNullable(requests.getAssignedPartitions())
                                .filter(assigned -> assigned.size() == ServiceSettings.PARTITIONS))
                .isPresent();
        if (!isDeciding) {
            throw new IllegalStateException("The sync worker did not begin within " + PATIENCE);
        }
    }

    private static <T> CompletableFuture<T> async(String name, Supplier<T> start) {
        return CompletableFuture.supplyAsync(
                start, task -> Thread.ofPlatform().name(name).start(task));
    }

    @Override
    public void close() {
        ingest.close();
        worker.close();
    }
}
