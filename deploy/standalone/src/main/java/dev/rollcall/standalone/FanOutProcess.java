package dev.rollcall.standalone;

import dev.rollcall.embedded.ParentWatch;
import dev.rollcall.sync.SyncWorkerApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** A sync worker that only brings changes to apps, in a process of its own: it can be killed as machines are. */
public final class FanOutProcess implements AutoCloseable {

    private static final String SETTINGS = "SPRING_APPLICATION_JSON";
    private static final String TRAINING = "-XX:AOTCacheOutput";
    private static final long SECONDS_TO_STOP = 10;

    private final Map<String, Object> settings;
    private final Path log;
    private Process process;

    private FanOutProcess(Map<String, Object> settings, Path log) {
        this.settings = settings;
        this.log = log;
        this.process = launch();
    }

    static FanOutProcess start(Map<String, Object> settings, Path log) {
        return new FanOutProcess(settings, log);
    }

    /** What runs in it; it ends with its parent. */
    public static void main(String[] args) {
        ParentWatch.begin();
        LogFile.use(Path.of(args[0]));
        SyncWorkerApplication.application().run();
    }

    /** With this JVM's own options, so that it starts as quickly. */
    private Process launch() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith(TRAINING))
                .forEach(command::add);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), FanOutProcess.class.getName(), log.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        // not on the command line, which everybody on the machine can read
        builder.environment().put(SETTINGS, JsonMapper.shared().writeValueAsString(settings));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL, in the midst of whatever it does; another one takes its place. */
    public synchronized void kill() {
        process.destroyForcibly().onExit().join();
        process = launch();
    }

    @Override
    public synchronized void close() {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
