package dev.rollcall.standalone;

import dev.rollcall.embedded.Backend;
import dev.rollcall.embedded.EmbeddedKafka;
import dev.rollcall.embedded.EmbeddedMongo;
import dev.rollcall.embedded.EmbeddedRegistry;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Kafka, MongoDB and the registry, each of which can be taken away and brought back: the same ports, the same data. */
final class BreakableBackend implements Backend, AutoCloseable {

    final Server<EmbeddedKafka> kafka;
    final Server<EmbeddedMongo> mongo;
    final Server<EmbeddedRegistry> registry;

    private final String bootstrap;
    private final String registryUrl;
    private final String registryApiUrl;
    private final String mongodbUri;

    BreakableBackend(Path data, int port) {
        kafka = new Server<>(() -> EmbeddedKafka.start(data.resolve("kafka"), port, port + 1));
        registry = new Server<>(() -> EmbeddedRegistry.start(data.resolve("registry"), port + 2, port + 3));
        mongo = new Server<>(() -> EmbeddedMongo.start(data.resolve("mongodb"), port + 4));
        var starting = CompletableFuture.supplyAsync(registry::start);
        bootstrap = kafka.start().bootstrap();
        mongodbUri = mongo.start().uri();
        registryUrl = starting.join().url();
        registryApiUrl = "http://127.0.0.1:" + (port + 2) + "/apis/registry/v3";
    }

    static final class Server<T extends AutoCloseable> implements AutoCloseable {

        private final Supplier<T> starter;
        private @Nullable T running;

        private Server(Supplier<T> starter) {
            this.starter = starter;
        }

        /** Does nothing when it runs. */
        T start() {
            T server = running == null ? starter.get() : running;
            running = server;
            return server;
        }

        void stop() {
            try {
                close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws Exception {
            if (running != null) {
                running.close();
                running = null;
            }
        }
    }

    @Override
    public String bootstrap() {
        return bootstrap;
    }

    @Override
    public String registryUrl() {
        return registryUrl;
    }

    @Override
    public String registryApiUrl() {
        return registryApiUrl;
    }

    @Override
    public String mongodbUri() {
        return mongodbUri;
    }

    @Override
    public void close() {
        registry.stop();
        mongo.stop();
        kafka.stop();
    }
}
