package dev.rollcall.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.bench.load.ScriptedServer.Answer;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String ERROR = """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"409","scimType":"uniqueness",\
            "detail":"That userName is taken."}""";

    private final LoadGenerator generator = new LoadGenerator();

    @AfterEach
    void close() {
        generator.close();
    }

    @Test
    void sendsExactlyTheCallsOfTheSource() {
        try (var server = new ScriptedServer(_ -> Answer.ok("{\"a\":1}"))) {
            Measured measured = generator.run(server.calls().server(), 8, LONG, posts(server, 500));

            assertThat(server.requests()).isEqualTo(500);
            assertThat(measured.requests()).isEqualTo(500);
            assertThat(measured.errors()).isZero();
            assertThat(measured.latencies().getTotalCount()).isEqualTo(500);
            assertThat(measured.meanAnswerBytes()).isEqualTo(7);
            assertThat(measured.rps()).isPositive();
            assertThat(measured.millis(50)).isPositive().isLessThanOrEqualTo(measured.millis(100));
        }
    }

    @Test
    void countsEveryRequestOfAWindow() {
        try (var server = new ScriptedServer(_ -> new Answer(204, "", ""))) {
            Call get = server.calls().get("/Users/1");

            Measured measured = generator.run(server.calls().server(), 4, Duration.ofMillis(300), _ -> get);

            assertThat(measured.requests()).isPositive().isEqualTo(server.requests());
            assertThat(measured.nanos())
                    .isGreaterThanOrEqualTo(Duration.ofMillis(250).toNanos());
        }
    }

    @Test
    void reportsErrorsWithStatusAndScimType() {
        try (var server = new ScriptedServer(n -> n % 2 == 0 ? new Answer(409, "", ERROR) : Answer.ok("{}"))) {
            Measured measured = generator.run(server.calls().server(), 1, LONG, posts(server, 20));

            assertThat(measured.requests()).isEqualTo(20);
            assertThat(measured.errors()).isEqualTo(10);
            assertThat(measured.latencies().getTotalCount()).isEqualTo(10);
            assertThat(measured.failures())
                    .hasSize(Tally.FAILURES)
                    .first()
                    .hasToString("status 409 uniqueness: That userName is taken.");
        }
    }

    @Test
    void countsAnAnswerThatIsComplainedOfAsAnError() {
        try (var server = new ScriptedServer(n -> Answer.ok("{\"n\":" + n + "}"))) {
            Call get = server.calls()
                    .get("/Users/1")
                    .expecting(reply -> new String(reply.body(), StandardCharsets.UTF_8).equals("{\"n\":2}")
                            ? Optional.of("a 2")
                            : Optional.empty());
            var left = new AtomicInteger(3);

            Measured measured =
                    generator.run(server.calls().server(), 1, LONG, _ -> left.getAndDecrement() > 0 ? get : null);

            assertThat(measured.requests()).isEqualTo(3);
            assertThat(measured.latencies().getTotalCount()).isEqualTo(2);
            assertThat(measured.failures()).hasToString("[status 200: wrong answer: a 2]");
        }
    }

    @Test
    void countsAnAnswerThatNeverComesAndGoesOn() {
        try (var server = new ScriptedServer(n -> {
            if (n == 3) {
                throw new IllegalStateException("hangs up");
            }
            return Answer.ok("{}");
        })) {
            Measured measured = generator.run(server.calls().server(), 1, LONG, posts(server, 10));

            assertThat(measured.requests()).isEqualTo(10);
            assertThat(measured.errors()).isEqualTo(1);
            assertThat(measured.failures().getFirst().status()).isZero();
        }
    }

    @Test
    void tellsTheSourceWhichIdWasMade() {
        try (var server = new ScriptedServer(n -> new Answer(201, "http://x/scim/v2/demo/Users/id-" + n, "{}"))) {
            var ids = new ArrayList<String>();
            CallSource posts = posts(server, 3);
            generator.run(server.calls().server(), 1, LONG, new CallSource() {
                @Override
                public Call next(int connection) {
                    return posts.next(connection);
                }

                @Override
                public void answered(int connection, Reply reply) {
                    ids.add(reply.id().orElseThrow());
                }
            });

            assertThat(ids).isEqualTo(List.of("id-1", "id-2", "id-3"));
        }
    }

    @Test
    void restsBetweenCallsAsTheSourceWants() {
        try (var server = new ScriptedServer(_ -> Answer.ok("{}"))) {
            CallSource posts = posts(server, 4);
            Measured measured = generator.run(server.calls().server(), 1, LONG, new CallSource() {
                @Override
                public Call next(int connection) {
                    return posts.next(connection);
                }

                @Override
                public Duration rest() {
                    return Duration.ofMillis(20);
                }
            });

            assertThat(measured.requests()).isEqualTo(4);
            assertThat(measured.nanos())
                    .isGreaterThanOrEqualTo(Duration.ofMillis(60).toNanos());
        }
    }

    @Test
    void failsWhenNobodyListens() throws Exception {
        int port;
        try (var closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        assertThatThrownBy(() -> generator.run(new InetSocketAddress("127.0.0.1", port), 1, LONG, _ -> null))
                .hasMessageContaining("Connection refused");
    }

    @Test
    void addsTwoSlicesUp() {
        try (var server = new ScriptedServer(_ -> Answer.ok("{}"))) {
            Measured one = generator.run(server.calls().server(), 1, LONG, posts(server, 7));
            Measured two = generator.run(server.calls().server(), 1, LONG, posts(server, 5));

            Measured both = one.plus(two);

            assertThat(both.requests()).isEqualTo(12);
            assertThat(both.nanos()).isEqualTo(one.nanos() + two.nanos());
            assertThat(both.latencies().getTotalCount()).isEqualTo(12);
        }
    }

    private static CallSource posts(ScriptedServer server, int count) {
        Call post = server.calls().send("POST", "/Users", "{\"userName\":\"é\"}");
        var left = new AtomicInteger(count);
        return _ -> left.getAndDecrement() > 0 ? post : null;
    }
}
