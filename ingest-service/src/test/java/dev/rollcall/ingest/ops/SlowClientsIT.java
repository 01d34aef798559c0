package dev.rollcall.ingest.ops;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Roll;
import dev.rollcall.ingest.stage.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** Clients that begin a request and don't go on. */
class SlowClientsIT {

    private static final int PATIENCE_MILLIS = 10_000;

    @AutoClose
    private static ConfigurableApplicationContext hasty;

    private final HttpCalls scim = Stage.shared().connection();

    @BeforeAll
    static void start() {
        hasty = Stage.shared()
                .start(Map.of(
                        "server.netty.idle-timeout", "1s",
                        "rollcall.ingest.read-timeout", "1s",
                        "rollcall.ingest.request-timeout", "4s"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET / HT", "GET /scim/v2/x/Users HTTP/1.1\r\nHost: localhost\r\nAuthor"})
    void whoSendsHalfAHeadIsHungUpOn(String head) throws IOException {
        try (Socket socket = connect()) {
            send(socket, head);

            assertThat(answer(socket)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"right", "wrong"})
    void whoSendsHalfABodyIsHungUpOn(String token) throws IOException {
        try (Socket socket = connect()) {
            send(socket, head(token.equals("right") ? scim.token() : token, 100) + "{\"userName\"");

            assertThat(answer(socket)).doesNotStartWith("HTTP/1.1 2").doesNotStartWith("HTTP/1.1 5");
        }
    }

    @Test
    void whoSendsABodyByteByByteIsHungUpOnInTheEnd() throws IOException {
        try (Socket socket = connect()) {
            send(socket, head(scim.token(), 10_000));

            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> isClosed(socket));
        }
    }

    @Test
    void whoGoesOnIsWaitedFor() throws IOException {
        String name = Roll.name();
        String body = "{\"userName\": \"%s\"}".formatted(name);
        try (Socket socket = connect()) {
            send(socket, head(scim.token(), body.length()) + body.substring(0, 5));
            await().pollDelay(Duration.ofMillis(600)).until(() -> true);
            send(socket, body.substring(5));

            assertThat(answer(socket)).startsWith("HTTP/1.1 201").contains(name);
        }
    }

    private Socket connect() throws IOException {
        int port = hasty.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private String head(String token, int length) {
        return "POST /scim/v2/%s/Users HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                        .formatted(scim.connection(), token)
                + "Content-Type: application/scim+json\r\nContent-Length: %d\r\n\r\n".formatted(length);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }

    /** All that comes until the service hangs up. */
    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }

    private static boolean isClosed(Socket socket) {
        try {
            send(socket, "x");
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
