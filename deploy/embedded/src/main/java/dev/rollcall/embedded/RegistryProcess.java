package dev.rollcall.embedded;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The registry's Java process. */
final class RegistryProcess implements AutoCloseable {

    private static final long SECONDS_TO_STOP = 10;

    private final Process process;
    private final Path log;

    private RegistryProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static RegistryProcess start(Path home, Path directory, int port, int managementPort) {
        Path runner = home.resolve("quarkus-run.jar");
        if (!Files.exists(runner)) {
            throw new IllegalStateException("No registry in " + home + ": set the system property "
                    + EmbeddedRegistry.HOME + " to the unpacked apicurio-registry-app");
        }
        Path log = directory.resolve("registry.log");
        try {
            Files.createDirectories(directory);
            Process process = new ProcessBuilder(command(runner, watch(directory), directory, port, managementPort))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new RegistryProcess(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Path runner, Path watch, Path directory, int port, int managementPort) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms48m",
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=" + managementPort,
                // without WRITE_DELAY=0 a killed registry forgets schemas that it has acknowledged
                "-Dapicurio.datasource.url=jdbc:h2:file:"
                        + directory.resolve("registry").toAbsolutePath() + ";WRITE_DELAY=0",
                "-Dapicurio.datasource.jdbc.initial-size=2",
                "-Dapicurio.datasource.jdbc.min-size=2",
                "-cp",
                watch + File.pathSeparator + runner.toAbsolutePath(),
                ParentWatch.class.getName());
    }

    /** The class as a file of its own, because this module may sit in a jar within a jar. */
    private static Path watch(Path directory) throws IOException {
        String name = ParentWatch.class.getName().replace('.', '/') + ".class";
        Path root = directory.resolve("watch").toAbsolutePath();
        Path file = root.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        try (InputStream in = ParentWatch.class.getResourceAsStream("/" + name)) {
            Files.write(file, Objects.requireNonNull(in).readAllBytes());
        }
        return root;
    }

    void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("The registry ended with status " + process.exitValue() + ", see " + log);
        }
    }

    /** Done when it has ended, whatever the cause. */
    CompletableFuture<?> onExit() {
        return process.onExit();
    }

    Path log() {
        return log;
    }

    long pid() {
        return process.pid();
    }

    private void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
