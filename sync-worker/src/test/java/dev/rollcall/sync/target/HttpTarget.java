package dev.rollcall.sync.target;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server that answers requests one way, until it is told to fail or to hang. */
final class HttpTarget implements AutoCloseable {

    record Request(String method, String path, @Nullable String query, HttpExchange exchange, String body) {}

    record Response(int status, String body, Map<String, String> headers) {

        Response(int status, String body) {
            this(status, body, Map.of());
        }
    }

    private final HttpServer server;
    private final Function<Request, Response> answer;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Function<Request, Optional<Response>> fault = request -> Optional.empty();

    HttpTarget(Function<Request, Response> answer) {
        this.answer = answer;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            Request request = read(exchange);
            Response response = fault.apply(request).orElseGet(() -> answer.apply(request));
            byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
            response.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private static Request read(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return new Request(exchange.getRequestMethod(), uri.getPath(), uri.getQuery(), exchange, body);
    }

    /** Answers before anything else does, where it has an answer. */
    void fault(Function<Request, Optional<Response>> fault) {
        this.fault = fault;
    }

    /** Does what it is asked for but gives no answer; the latch tells of the first time. */
    CountDownLatch hang() {
        var done = new CountDownLatch(1);
        fault(request -> {
            var _ = answer.apply(request);
            done.countDown();
            Hanging.forever();
            return Optional.empty();
        });
        return done;
    }

    void recover() {
        fault(request -> Optional.empty());
    }

    int requests() {
        return requests.get();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
