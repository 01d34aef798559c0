package dev.rollcall.bench.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rollcall.bench.target.Admin;
import dev.rollcall.bench.target.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RebuildTest {

    private static final String EQUAL = """
            "verification":[{"type":"users","equal":true},{"type":"memberships","equal":true}]""";

    private final Queue<String> views = new ArrayDeque<>();
    private final HttpServer server = server();

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void isWellWhenAllThatWasComparedIsEqualAndConfirmed() {
        script(
                view("building", 10, 40, ""),
                view("building", 20, 99.9, ""),
                view("active", 20, 100, EQUAL),
                view("active", 20, 100, EQUAL),
                view("confirmed", 20, 100, EQUAL));

        try (var admin = admin()) {
            var rebuild = new Rebuild(admin, 20);
            Rebuild.Outcome outcome = rebuild.await();

            assertThat(outcome.copyNanos()).isPositive().isLessThan(outcome.nanos());
            assertThat(outcome.isWell()).isFalse();
            assertThat(rebuild.confirm(outcome).isWell()).isTrue();
            assertThat(outcome.generation()).isEqualTo(7);
        }
    }

    @Test
    void isNotWellWhenItFails() {
        script(view("building", 10, 40, ""), view("failed", 20, 99.9, EQUAL));

        try (var admin = admin()) {
            var rebuild = new Rebuild(admin, 20);

            assertThat(rebuild.confirm(rebuild.await()).isWell()).isFalse();
        }
    }

    /** What is answered to the wish and to each look; the last one again and again. */
    private void script(String... all) {
        views.add(view("building", 0, 0, ""));
        views.addAll(List.of(all));
    }

    private static String view(String state, int records, double percent, String verification) {
        return """
                {"id":"7","state":"%s","progress":{"records":%d,"percent":%s}%s}""".formatted(state, records, percent, verification.isEmpty() ? "" : "," + verification);
    }

    private Admin admin() {
        return new Admin(new Target(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/scim/v2/demo"),
                "t",
                null,
                null,
                null,
                "a"));
    }

    private HttpServer server() {
        try {
            var made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.createContext("/api/v1/rebuilds", exchange -> {
                try (exchange) {
                    exchange.getRequestBody().readAllBytes();
                    String next = views.size() > 1 ? views.remove() : views.element();
                    byte[] body = next.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                }
            });
            made.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
