package dev.rollcall.embedded.test;

import dev.rollcall.embedded.EmbeddedRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A JVM on this class path that tells what it has done line by line, until it is killed. */
public final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader lines;

    private ChildJvm(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
    }

    public static ChildJvm start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-D" + EmbeddedRegistry.HOME + "=" + System.getProperty(EmbeddedRegistry.HOME),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ChildJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The next so many lines, or fewer if the child has ended. */
    public List<String> read(int count) {
        return lines.lines().limit(count).toList();
    }

    /** Kills the child as `kill -9` does and returns what it has still told. */
    public List<String> kill() {
        // through the handle, because the process itself would close its output at once
        process.toHandle().destroyForcibly();
        process.onExit().join();
        try (Stream<String> rest = lines.lines()) {
            List<String> told = new ArrayList<>(rest.toList());
            if (!told.isEmpty()) {
                // the last line may be cut off
                told.removeLast();
            }
            return told;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
