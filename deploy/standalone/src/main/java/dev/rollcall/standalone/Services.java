package dev.rollcall.standalone;

import dev.rollcall.ingest.IngestServiceApplication;
import dev.rollcall.sync.SyncWorkerApplication;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.springframework.context.ConfigurableApplicationContext;

/** The two services, each in a Spring context of its own as if it were alone. */
record Services(ConfigurableApplicationContext ingest, ConfigurableApplicationContext worker) implements AutoCloseable {

    static Services start(ServiceSettings settings) {
        var worker = async("worker", () -> SyncWorkerApplication.application().run(settings.worker()));
        var ingest = async("ingest", () -> IngestServiceApplication.start(settings.ingest()));
        try {
            CompletableFuture.allOf(worker, ingest).join();
        } catch (RuntimeException e) {
            worker.thenAccept(ConfigurableApplicationContext::close);
            ingest.thenAccept(ConfigurableApplicationContext::close);
            throw e;
        }
        return new Services(ingest.join(), worker.join());
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
