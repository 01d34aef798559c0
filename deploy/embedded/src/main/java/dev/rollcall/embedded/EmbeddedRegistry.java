package dev.rollcall.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Apicurio Registry in a child process on the loopback interface, with every schema compatible in both directions. A process
 * that ends before it is told to is started again.
 */
public final class EmbeddedRegistry implements AutoCloseable {

    /** The system property that names the directory of the unpacked `apicurio-registry-app`. */
    public static final String HOME = "rollcall.registry.home";

    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(100);
    private static final String LEVEL = "FULL_TRANSITIVE";

    /** A pause, so that one that can't start doesn't keep the machine busy. */
    private static final Executor BEFORE_RESTART = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private static final Logger log = LoggerFactory.getLogger(EmbeddedRegistry.class);

    private final Supplier<RegistryProcess> starter;
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(REQUEST_TIMEOUT).build();

    private volatile RegistryProcess process;
    private boolean closed;

    private EmbeddedRegistry(Supplier<RegistryProcess> starter, int port) {
        this.starter = starter;
        this.port = port;
        this.process = starter.get();
    }

    /**
     * Starts on the data in this directory and waits until the registry answers.
     *
     * @param port the port of the API, 0 for a free one
     * @param managementPort the port of its health endpoints, 0 for a free one
     */
    public static EmbeddedRegistry start(Path directory, int port, int managementPort) {
        Path home = Path.of(Objects.requireNonNull(System.getProperty(HOME), HOME));
        int api = FreePorts.orFree(port);
        int management = FreePorts.orFree(managementPort);
        var registry = new EmbeddedRegistry(() -> RegistryProcess.start(home, directory, api, management), api);
        try {
            registry.awaitReady();
            registry.requireCompatibility();
            registry.supervise();
            return registry;
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    /** The Confluent-compatible API, which serializers take as `schema.registry.url`. */
    public String url() {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    /** The registry's own API, which Apicurio's serializers take as `apicurio.registry.url`. */
    public String apiUrl() {
        return "http://127.0.0.1:" + port + "/apis/registry/v3";
    }

    long pid() {
        return process.pid();
    }

    private void supervise() {
        process.onExit().thenRunAsync(this::restart, BEFORE_RESTART);
    }

    private synchronized void restart() {
        if (!closed) {
            log.warn("The schema registry's process ended and is started again; see {}", process.log());
            process = starter.get();
            supervise();
        }
    }

    private void awaitReady() {
        Instant deadline = Instant.now().plus(START_TIMEOUT);
        while (!answers()) {
            process.requireAlive();
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("The registry did not answer within " + START_TIMEOUT);
            }
            LockSupport.parkNanos(BETWEEN_PROBES.toNanos());
        }
    }

    private boolean answers() {
        try {
            return send(request("/subjects").build()).statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** The registry's default is to accept any change. */
    private void requireCompatibility() {
        send(request("/config")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"" + LEVEL + "\"}"))
                .build());
        String level = send(request("/config").build()).body();
        if (!level.contains("\"" + LEVEL + "\"")) {
            throw new IllegalStateException("The registry's compatibility level is not " + LEVEL + ": " + level);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path)).timeout(REQUEST_TIMEOUT);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while talking to the registry", e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        process.close();
        http.close();
    }
}
