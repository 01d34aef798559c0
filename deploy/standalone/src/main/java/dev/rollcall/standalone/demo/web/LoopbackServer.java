package dev.rollcall.standalone.demo.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Serves JSON on the loopback interface, each request on a virtual thread. */
public final class LoopbackServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LoopbackServer.class);
    private static final int BACKLOG = 128;

    /** Of a body that is promised and of which one byte is sent. */
    private static final int CUT_BYTES = 1_000;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String mediaType;
    private final Function<Request, Reply> app;
    private final int port;
    private HttpServer server;

    private LoopbackServer(int port, String mediaType, Function<Request, Reply> app) throws IOException {
        this.mediaType = mediaType;
        this.app = app;
        this.server = listen(port);
        this.port = server.getAddress().getPort();
    }

    /** @param port to listen on, 0 for a free one */
    public static LoopbackServer start(int port, String mediaType, Function<Request, Reply> app) {
        try {
            return new LoopbackServer(port, mediaType, app);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpServer listen(int port) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        http.setExecutor(threads);
        http.createContext("/", exchange -> answer(exchange, mediaType, app));
        http.start();
        return http;
    }

    /** Refuses connections from now on, and drops those that there are. */
    public synchronized void kill() {
        server.stop(0);
    }

    /** Listens again where it did. */
    public synchronized void revive() {
        try {
            server = listen(port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, String mediaType, Function<Request, Reply> app)
            throws IOException {
        try (exchange) {
            Reply reply = reply(exchange, app);
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            if (reply.isCut()) {
                exchange.sendResponseHeaders(reply.status(), CUT_BYTES);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                return;
            }
            if (reply.body() == null) {
                exchange.sendResponseHeaders(reply.status(), -1);
                return;
            }
            byte[] body = JsonMapper.shared().writeValueAsBytes(reply.body());
            exchange.getResponseHeaders().set("Content-Type", mediaType);
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Reply reply(HttpExchange exchange, Function<Request, Reply> app) throws IOException {
        Request request = Request.of(exchange);
        try {
            return app.apply(request);
        } catch (RuntimeException e) {
            log.error("A sample app failed", e);
            return Reply.empty(500);
        }
    }

    public int port() {
        return port;
    }

    @Override
    public synchronized void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
