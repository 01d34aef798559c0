package dev.rollcall.bench.limit;

import dev.rollcall.bench.load.Call;
import dev.rollcall.bench.load.Calls;
import dev.rollcall.bench.load.LoadGenerator;
import dev.rollcall.bench.load.Measured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Starts the {@link BareEndpoint} with the JVM options of {@code deploy/rollcall}, and measures it. */
final class BareEndpointProcess implements AutoCloseable {

    private final LoadGenerator generator;
    private final Process process;
    private final Calls calls;

    BareEndpointProcess(LoadGenerator generator) {
        this.generator = generator;
        try {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xms128m",
                            "-Xmx400m",
                            "-XX:+UseSerialGC",
                            "--enable-native-access=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-cp",
                            System.getProperty("java.class.path"),
                            BareEndpoint.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String port = process.inputReader().readLine();
            if (port == null) {
                throw new IllegalStateException("The bare endpoint did not start.");
            }
            calls = new Calls(URI.create("http://127.0.0.1:" + port), "none");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param answerBytes of each answer's body */
    Measured measure(String body, int answerBytes, int connections, Duration window) {
        String path = "/?answer=" + answerBytes;
        Call call = body.isEmpty() ? calls.get(path) : calls.send("POST", path, body);
        return generator.run(calls.server(), connections, window, _ -> call);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
