package dev.rollcall.bench.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A tiny server that counts what it gets and answers the n-th request as it is told. */
public final class ScriptedServer implements AutoCloseable {

    private static final String BASE = "/scim/v2/demo";

    private final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;
    private final Script script;

    /** @param location empty for none */
    public record Answer(int status, String location, String body) {

        public static Answer ok(String body) {
            return new Answer(200, "", body);
        }
    }

    /** What is answered. */
    public interface Script {

        /**
         * @param number of the request, counted from 1
         * @param line its method and its path with the query, decoded, after the base
         */
        Answer answer(int number, String line);
    }

    /** @param script from the number of the request, counted from 1 */
    ScriptedServer(IntFunction<Answer> script) {
        this((number, _) -> script.apply(number));
    }

    public ScriptedServer(Script script) {
        this.script = script;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public Calls calls() {
        return new Calls(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + BASE), "t0k");
    }

    int requests() {
        return requests.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            Answer answer = script.answer(
                    requests.incrementAndGet(),
                    exchange.getRequestMethod() + " "
                            + URLDecoder.decode(exchange.getRequestURI().toString(), StandardCharsets.UTF_8)
                                    .substring(BASE.length()));
            if (!answer.location().isEmpty()) {
                exchange.getResponseHeaders().add("Location", answer.location());
            }
            if (!"Bearer t0k".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                throw new IOException("no token");
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
