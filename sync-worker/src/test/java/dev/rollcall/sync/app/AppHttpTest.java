package dev.rollcall.sync.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rollcall.event.AppKind;
import dev.rollcall.sync.target.TestApps;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

@Timeout(10)
class AppHttpTest {

    private final AppHttp http = http(List.of("127.0.0.0/8", "::1/128"));
    private final CountDownLatch end = new CountDownLatch(1);
    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
    private final AtomicInteger together = new AtomicInteger();
    private final AtomicInteger mostTogether = new AtomicInteger();
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
        server.createContext("/together", exchange -> {
            mostTogether.accumulateAndGet(together.incrementAndGet(), Math::max);
            meet();
            together.decrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.createContext("/port", exchange -> {
            ports.add(exchange.getRemoteAddress().getPort());
            exchange.sendResponseHeaders(204, -1);
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

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433"})
    void connectsToNothingThatOnlyWeCanReach(String host) {
        try (var strict = http(List.of("10.0.0.0/8"))) {
            Answer answer = get(strict, host, "/agent");

            assertThat(answer.verdict()).isEqualTo(Verdict.APP);
            assertThat(answer.detail()).contains("isn't public");
        }
    }

    @Test
    void usesOneConnectionForRequestsInARow() {
        for (int i = 0; i < 20; i++) {
            assertThat(get("/port").isTaken()).isTrue();
        }

        assertThat(ports).hasSize(1);
    }

    @Test
    void closesConnectionsThatNobodyUses() {
        var properties =
                TestApps.properties(Duration.ofSeconds(1), DataSize.ofKilobytes(1), List.of("127.0.0.0/8", "::1/128"));
        try (var brief = new AppHttp(properties, Clock.systemUTC(), Duration.ofMillis(20))) {
            await().pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
                get(brief, "localhost", "/port");
                assertThat(ports).hasSizeGreaterThan(1);
            });
        }
    }

    @Test
    void asksAnAppNoMoreAtOnceThanItTakes() {
        App app = TestApps.of(url("localhost"), "", one -> one.setConcurrency(2));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 12; i++) {
                threads.submit(() -> http.send(app, AppRequest.of("GET", URI.create(app.url() + "/together"))));
            }
        }

        assertThat(mostTogether).hasValue(2);
    }

    @Test
    void saysWhoItIs() {
        assertThat(new String(get("/agent").body(), StandardCharsets.UTF_8)).startsWith("Rollcall/");
    }

    @Test
    void anAppThatRefusesTheConnectionIsAtFault() {
        server.stop(0);

        Answer answer = get("/");
        assertThat(answer.verdict()).isEqualTo(Verdict.APP);
        assertThat(answer.detail()).isEqualTo("It refuses the connection");
    }

    @ParameterizedTest
    @CsvSource({"SCIM, POST, 1", "SCIM, PUT, 2", "WEBHOOK, POST, 2"})
    void sendsOnceMoreWhatMetAClosedConnectionUnlessItWouldCreateTwice(AppKind kind, String method, int times)
            throws IOException {
        try (var silent = new Speaker("")) {
            Answer answer = http.send(
                    TestApps.of(silent.url(), "", app -> app.setKind(kind)),
                    AppRequest.of(method, URI.create(silent.url())).sending("application/json", "{}"));

            assertThat(answer.detail()).contains("closed the connection");
            assertThat(silent.requests()).hasValue(times);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http, SSH~SSH~SSH~SSH~SSH~SSH~SSH~SSH~SSH~SSH~SSH~SSH~, isn't HTTP",
        "http, HTTP/1.1 200 OK~Content-Length: -1~~, isn't HTTP",
        "http, HTTP/1.1 200 OK~Content-Length: 9~~half, closed the connection",
        "http, HTTP/1.1 200 OK~Transfer-Encoding: chunked~~9~half, closed the connection",
        "https, SSH~, TLS"
    })
    void saysInWordsWhatIsWrongWithAnAnswer(String scheme, String says, String words) throws IOException {
        try (var speaker = new Speaker(says.replace("~", "\r\n"))) {
            String url = speaker.url().replace("http", scheme);
            Answer answer = http.send(TestApps.of(url, "", app -> app), AppRequest.of("GET", URI.create(url)));

            assertThat(answer.verdict()).isEqualTo(Verdict.APP);
            assertThat(answer.detail()).contains(words);
        }
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

    /** Hears a request, says something, and closes the connection. */
    private record Speaker(ServerSocket socket, AtomicInteger requests) implements AutoCloseable {

        Speaker(String says) throws IOException {
            this(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), new AtomicInteger());
            Thread.ofVirtual().start(() -> {
                while (!socket.isClosed()) {
                    try (Socket caller = socket.accept()) {
                        requests.incrementAndGet();
                        assertThat(caller.getInputStream().read(new byte[4_096]))
                                .isPositive();
                        caller.getOutputStream().write(says.getBytes(StandardCharsets.UTF_8));
                        // closed before all is read, it would be reset
                        caller.shutdownOutput();
                        caller.getInputStream().transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        // whoever called has gone, or the test is over
                    }
                }
            });
        }

        String url() {
            return "http://localhost:" + socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
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
        return get(http, "localhost", path);
    }

    /** Long enough for others to come, too. */
    private void meet() {
        try {
            assertThat(end.await(20, TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String url(String host) {
        return "http://" + host + ":" + server.getAddress().getPort();
    }

    private Answer get(AppHttp by, String host, String path) {
        String url = url(host);
        return by.send(TestApps.of(url, "", app -> app), AppRequest.of("GET", URI.create(url + path)));
    }

    private static AppHttp http(List<String> allowed) {
        return new AppHttp(
                TestApps.properties(Duration.ofSeconds(1), DataSize.ofKilobytes(1), allowed), Clock.systemUTC());
    }
}
