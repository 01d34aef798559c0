package dev.rollcall.embedded;

import de.bwaldvogel.mongo.MongoServer;
import dev.rollcall.embedded.mongo.StoredBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A MongoDB-compatible server on the loopback interface; see the module's README for what it can and cannot do. */
public final class EmbeddedMongo implements AutoCloseable {

    /** A connection waits for its commit on its event loop; several loops let writers share a commit. */
    private static final int EVENT_LOOPS = 16;

    private final StoredBackend backend;
    private final MongoServer server;
    private final int port;

    private EmbeddedMongo(StoredBackend backend, MongoServer server) {
        this.backend = backend;
        this.server = server;
        this.port = Objects.requireNonNull(server.getLocalAddress()).getPort();
    }

    /**
     * Starts on the data in this directory.
     *
     * @param port the port to listen on, 0 for a free one
     */
    public static EmbeddedMongo start(Path directory, int port) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        StoredBackend backend = StoredBackend.open(directory.resolve("documents.mv"));
        MongoServer server = new MongoServer(backend);
        server.bind(new InetSocketAddress("127.0.0.1", port), 1, EVENT_LOOPS);
        return new EmbeddedMongo(backend, server);
    }

    /** The connection string, without a database. */
    public String uri() {
        return "mongodb://127.0.0.1:" + port;
    }

    /** How many documents have been decoded since the start: what queries cost, whatever the machine. */
    public long decodedDocuments() {
        return backend.decodedDocuments();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
