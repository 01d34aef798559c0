package dev.rollcall.embedded;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** Kafka, MongoDB and the schema registry together, on the data in one directory. */
public final class EmbeddedBackend implements Backend, AutoCloseable {

    /** Loggers that tell about the insides of the embedded servers, well kept at `warn`. */
    public static final List<String> CHATTY_LOGGERS =
            List.of("kafka", "org.apache.kafka", "state.change.logger", "de.bwaldvogel.mongo", "io.netty");

    private final EmbeddedKafka kafka;
    private final EmbeddedMongo mongo;
    private final EmbeddedRegistry registry;

    private EmbeddedBackend(EmbeddedKafka kafka, EmbeddedMongo mongo, EmbeddedRegistry registry) {
        this.kafka = kafka;
        this.mongo = mongo;
        this.registry = registry;
    }

    /** Starts all three at once on free ports. */
    public static EmbeddedBackend start(Path directory) {
        return start(directory, 0);
    }

    /**
     * Starts all three at once.
     *
     * @param basePort Kafka's port, followed by those of its controller, the registry, the registry's health and
     *     MongoDB; 0 for free ones
     */
    public static EmbeddedBackend start(Path directory, int basePort) {
        var kafka = async(() -> EmbeddedKafka.start(directory.resolve("kafka"), port(basePort, 0), port(basePort, 1)));
        var mongo = async(() -> EmbeddedMongo.start(directory.resolve("mongodb"), port(basePort, 4)));
        var registry = async(
                () -> EmbeddedRegistry.start(directory.resolve("registry"), port(basePort, 2), port(basePort, 3)));
        try {
            CompletableFuture.allOf(kafka, mongo, registry).join();
        } catch (CompletionException e) {
            closeAll(started(registry, mongo, kafka));
            throw new IllegalStateException("The embedded backend did not start", e.getCause());
        }
        return new EmbeddedBackend(kafka.join(), mongo.join(), registry.join());
    }

    private static int port(int basePort, int offset) {
        return basePort == 0 ? 0 : basePort + offset;
    }

    private static <T> CompletableFuture<T> async(Supplier<T> start) {
        return CompletableFuture.supplyAsync(start, task -> Thread.ofPlatform().start(task));
    }

    @SafeVarargs
    private static Deque<AutoCloseable> started(CompletableFuture<? extends AutoCloseable>... all) {
        Deque<AutoCloseable> started = new ArrayDeque<>();
        for (CompletableFuture<? extends AutoCloseable> one : all) {
            if (!one.isCompletedExceptionally()) {
                started.add(one.join());
            }
        }
        return started;
    }

    @Override
    public String bootstrap() {
        return kafka.bootstrap();
    }

    @Override
    public String registryUrl() {
        return registry.url();
    }

    @Override
    public String registryApiUrl() {
        return registry.apiUrl();
    }

    @Override
    public String mongodbUri() {
        return mongo.uri();
    }

    @Override
    public void close() {
        closeAll(List.of(registry, mongo, kafka));
    }

    private static void closeAll(Iterable<? extends AutoCloseable> servers) {
        for (AutoCloseable server : servers) {
            try {
                server.close();
            } catch (Exception e) {
                LoggerFactory.getLogger(EmbeddedBackend.class).warn("A server did not stop cleanly", e);
            }
        }
    }
}
