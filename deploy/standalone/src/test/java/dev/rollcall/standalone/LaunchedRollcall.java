package dev.rollcall.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The launcher in a process of its own, as the script starts it. */
final class LaunchedRollcall implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;

    private LaunchedRollcall(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    static LaunchedRollcall start(String... args) throws IOException {
        return start(Redirect.INHERIT, args);
    }

    /** @param words where what it tells people goes */
    static LaunchedRollcall start(Redirect words, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Drollcall.registry.home=" + System.getProperty("rollcall.registry.home"),
                "-cp",
                System.getProperty("java.class.path"),
                RollcallLauncher.class.getName()));
        command.addAll(Arrays.asList(args));
        return new LaunchedRollcall(
                new ProcessBuilder(command).redirectError(words).start());
    }

    /** What the ready line says, by name; null on standard output means that the process ended. */
    Map<String, String> awaitReady() throws IOException {
        String line = out.readLine();
        if (line == null || !line.startsWith("ROLLCALL READY ")) {
            throw new IllegalStateException("Instead of the ready line came: " + line);
        }
        Map<String, String> ready = new HashMap<>();
        for (String pair : line.substring("ROLLCALL READY ".length()).split(" ", -1)) {
            ready.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return ready;
    }

    /** Everything that came to standard output after what was read. */
    List<String> rest() throws IOException {
        return out.readAllLines();
    }

    /** SIGTERM, as Ctrl-C and service managers do it. */
    void terminate() {
        // unlike Process.destroy this leaves its output readable
        process.toHandle().destroy();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int status() throws InterruptedException {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            throw new IllegalStateException("It did not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
