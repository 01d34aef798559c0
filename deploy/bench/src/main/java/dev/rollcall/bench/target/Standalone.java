package dev.rollcall.bench.target;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Rollcall of our own, on free ports with an empty directory, both gone in the end. */
public final class Standalone implements AutoCloseable {

    private static final long STOP_SECONDS = 30;

    private final Process process;
    private final Path data;
    private final Thread hook = new Thread(this::stop, "stop-standalone");
    private final Target target;
    private final Duration startUp;

    private Standalone(Process process, Path data) throws IOException {
        this.process = process;
        this.data = data;
        Runtime.getRuntime().addShutdownHook(hook);
        long began = System.nanoTime();
        this.target = awaitReady(process);
        this.startUp = Duration.ofNanos(System.nanoTime() - began);
    }

    /** @param root of the built source tree, where {@code deploy/rollcall} is */
    public static Standalone start(Path root) {
        try {
            Path data = Files.createTempDirectory("rollcall-bench-");
            Process process = new ProcessBuilder(
                            root.resolve("deploy/rollcall").toString(),
                            "up",
                            "--port",
                            Integer.toString(FreePorts.inARow()),
                            "--data",
                            data.toString(),
                            "--fresh")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Standalone(process, data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Target target() {
        return target;
    }

    public long pid() {
        return process.pid();
    }

    /** From the start of the process to its ready line. */
    public Duration startUp() {
        return startUp;
    }

    /** Processor time that it has used so far. */
    public long cpuNanos() {
        return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    /** Memory of it and its children, in bytes; 0 where the system doesn't tell. */
    public long residentBytes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToLong(handle -> residentBytes(handle.pid()))
                .sum();
    }

    private static long residentBytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    * 1024;
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        stop();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        delete(data);
    }

    private static Target awaitReady(Process process) throws IOException {
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Optional<Target> target = Target.ofReadyLine(line);
            if (target.isPresent()) {
                return target.get();
            }
        }
        throw new IllegalStateException("deploy/rollcall ended before it was ready; see its words above.");
    }

    private static void delete(Path tree) {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("Remove " + tree + " yourself: " + e);
        }
    }
}
