package dev.rollcall.sync.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rollcall.event.AppKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.unit.DataSize;

@Timeout(10)
class AppHttpTest {

    private final AppHttp http = new AppHttp(
            new AppProperties(Duration.ofSeconds(1), Duration.ofSeconds(1), DataSize.ofKilobytes(1)),
            Clock.systemUTC());
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/large", exchange -> {
            exchange.sendResponseHeaders(200, 2_000);
            exchange.getResponseBody().write(new byte[2_000]);
            exchange.close();
        });
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/agent", exchange -> {
            byte[] agent = exchange.getRequestHeaders().getFirst("User-Agent").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, agent.length);
            exchange.getResponseBody().write(agent);
            exchange.close();
        });
        server.createContext("/dripping", this::drip);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        http.close();
    }

    @Test
    void givesUpAnAnswerThatNeverEnds() {
        Answer answer = get("/dripping");

        assertThat(answer.verdict()).isEqualTo(Verdict.APP);
        assertThat(answer.status()).isNull();
    }

    @Test
    void readsNoMoreThanItMay() {
        assertThat(get("/large").verdict()).isEqualTo(Verdict.APP);
    }

    @Test
    void followsNoRedirect() {
        Answer answer = get("/moved");

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.verdict()).isEqualTo(Verdict.APP);
    }

    @Test
    void saysWhoItIs() {
        assertThat(new String(get("/agent").body(), StandardCharsets.UTF_8)).startsWith("Rollcall/");
    }

    @Test
    void anAppThatRefusesTheConnectionIsAtFault() {
        server.stop(0);

        assertThat(get("/").verdict()).isEqualTo(Verdict.APP);
    }

    @Test
    void anInterruptEndsTheWait() throws InterruptedException {
        var answered = new CountDownLatch(1);
        Thread waiting = Thread.ofVirtual().start(() -> {
            get("/dripping");
            answered.countDown();
        });
        waiting.interrupt();

        assertThat(answered.await(500, TimeUnit.MILLISECONDS)).isTrue();
    }

    /** One byte at a time, for longer than the client waits. */
    private void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (var body = exchange.getResponseBody()) {
            while (!end.await(50, TimeUnit.MILLISECONDS)) {
                body.write('.');
                body.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer get(String path) {
        URI url = URI.create("http://localhost:" + server.getAddress().getPort() + path);
        return http.send(AppKind.SCIM, AppHttp.request(url).GET().build());
    }
}
