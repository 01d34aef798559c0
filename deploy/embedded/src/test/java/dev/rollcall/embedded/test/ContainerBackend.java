package dev.rollcall.embedded.test;

import dev.rollcall.embedded.Backend;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;

/** The real servers in containers, in the versions that Rollcall is deployed with; for tests that {@link RequiresDocker}. */
public final class ContainerBackend implements Backend, AutoCloseable {

    private static final int MONGODB_PORT = 27017;
    private static final int REGISTRY_PORT = 8080;

    private final KafkaContainer kafka = new KafkaContainer(DockerImageName.parse("apache/kafka:4.2.1"));
    private final GenericContainer<?> mongodb = mongodb();
    private final GenericContainer<?> registry = new GenericContainer<>(
                    DockerImageName.parse("apicurio/apicurio-registry:3.3.3"))
            .withExposedPorts(REGISTRY_PORT)
            .waitingFor(Wait.forHttp("/apis/registry/v3/system/info").forPort(REGISTRY_PORT));

    private ContainerBackend() {}

    /** Starts all three at once. */
    public static ContainerBackend start() {
        ContainerBackend backend = new ContainerBackend();
        Startables.deepStart(Stream.of(backend.kafka, backend.mongodb, backend.registry))
                .join();
        return backend;
    }

    /** A MongoDB that isn't started yet. */
    public static GenericContainer<?> mongodb() {
        return new GenericContainer<>(DockerImageName.parse("mongo:8"))
                .withExposedPorts(MONGODB_PORT)
                .waitingFor(Wait.forLogMessage(".*Waiting for connections.*", 1));
    }

    /** The connection string of a started {@link #mongodb}. */
    public static String uri(GenericContainer<?> mongodb) {
        return "mongodb://" + mongodb.getHost() + ":" + mongodb.getMappedPort(MONGODB_PORT);
    }

    @Override
    public String bootstrap() {
        return kafka.getBootstrapServers();
    }

    @Override
    public String registryUrl() {
        return registry("/apis/ccompat/v7");
    }

    @Override
    public String registryApiUrl() {
        return registry("/apis/registry/v3");
    }

    private String registry(String path) {
        return "http://" + registry.getHost() + ":" + registry.getMappedPort(REGISTRY_PORT) + path;
    }

    @Override
    public String mongodbUri() {
        return uri(mongodb);
    }

    @Override
    public void close() {
        registry.stop();
        mongodb.stop();
        kafka.stop();
    }
}
