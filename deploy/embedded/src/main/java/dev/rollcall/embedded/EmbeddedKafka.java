package dev.rollcall.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** One real Kafka node in this process, broker and KRaft controller in one, on the loopback interface. */
public final class EmbeddedKafka implements AutoCloseable {

    private static final String LARGEST_RECORD = Integer.toString(16 << 20);
    private static final String LARGEST_REQUEST = Integer.toString(32 << 20);

    /** A page cache survives kill -9 of this process, so the default of not flushing each write loses nothing. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("inter.broker.listener.name", "PLAINTEXT"),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "4"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("message.max.bytes", LARGEST_RECORD),
            Map.entry("replica.fetch.max.bytes", LARGEST_RECORD),
            Map.entry("socket.request.max.bytes", LARGEST_REQUEST),
            // the default buffer is 128 MiB of heap
            Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(2 << 20)),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            Map.entry("background.threads", "2"),
            // of hundreds of consumers the answered fetches of the last 1,000 would stay in memory, each some KiB
            Map.entry("fetch.purgatory.purge.interval.requests", "100"),
            // after a kill a restart waits for the old registration to expire: 4 s instead of 15 s
            Map.entry("broker.heartbeat.interval.ms", "250"),
            Map.entry("broker.session.timeout.ms", "2000"),
            Map.entry("controller.quorum.election.timeout.ms", "200"),
            Map.entry("controller.quorum.fetch.timeout.ms", "1000"));

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts on the data in this directory.
     *
     * @param port the port for clients, 0 for a free one
     * @param controllerPort the port of the controller, 0 for a free one
     */
    public static EmbeddedKafka start(Path directory, int port, int controllerPort) {
        int clients = FreePorts.orFree(port);
        Path logs = directory.resolve("logs").toAbsolutePath();
        Properties settings = settings(logs, clients, FreePorts.orFree(controllerPort));
        try {
            Files.createDirectories(logs);
            if (!Files.exists(logs.resolve("meta.properties"))) {
                format(directory.resolve("server.properties"), settings);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        server.startup();
        return new EmbeddedKafka(server, clients);
    }

    private static Properties settings(Path logs, int port, int controllerPort) {
        String listeners = "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort);
        Properties settings = new Properties();
        settings.putAll(SETTINGS);
        settings.put("listeners", listeners);
        settings.put("advertised.listeners", listeners);
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put("log.dirs", logs.toString());
        return settings;
    }

    private static void format(Path file, Properties settings) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            settings.store(out, null);
        }
        String[] command = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()};
        int status = StorageTool.execute(command, new PrintStream(OutputStream.nullOutputStream()));
        if (status != 0) {
            throw new IllegalStateException("Kafka could not format " + file.getParent() + ", status " + status);
        }
    }

    /** Where clients connect, `host:port`. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
