package dev.rollcall.ingest.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The live log tells each call once, wherever it begins. */
class LiveLogIT {

    private final Stage stage = Stage.shared();
    private final HttpCalls scim = stage.connection();
    private final String path = "/api/v1/connections/" + scim.connection() + "/requests";

    /** A reader as a browser's EventSource is one. */
    private static final class Reader implements AutoCloseable {

        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Stream<String> body;
        private volatile boolean isEnded;

        Reader(String url, String... headers) throws Exception {
            var request = HttpRequest.newBuilder(URI.create(url))
                    .header("Authorization", "Bearer " + Stage.ADMIN_TOKEN)
                    .header("Accept", "text/event-stream");
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
            HttpResponse<Stream<String>> response =
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofLines());
            assertThat(response.statusCode()).isEqualTo(200);
            body = response.body();
            Thread.startVirtualThread(() -> {
                try {
                    body.forEach(lines::add);
                } catch (RuntimeException e) {
                    // it was closed
                }
                isEnded = true;
            });
        }

        /** The data of the events, once there are so many. */
        List<JsonNode> events(int count) {
            await().untilAsserted(() -> assertThat(of("data:")).hasSize(count));
            return of("data:").stream()
                    .map(data -> (JsonNode) JsonMapper.shared().readTree(data))
                    .toList();
        }

        List<String> of(String field) {
            return lines.stream()
                    .filter(line -> line.startsWith(field))
                    .map(line -> line.substring(field.length()))
                    .toList();
        }

        @Override
        public void close() {
            body.close();
        }
    }

    @Test
    void tellsCallsAsTheyComeFromEveryInstance() throws Exception {
        scim.get("/Users").expect(200);
        HttpCalls there = stage.onSecond(scim);
        try (var reader = new Reader(stage.url() + path + "/stream")) {
            // the first comment says that it is there
            await().until(() -> !reader.of(":").isEmpty());
            scim.post("/Users", "{\"userName\": \"ada\"}").expect(201);
            there.post("/Users", "{\"userName\": \"ada\"}").expect(409);
            stage.connection().get("/Users").expect(200);

            assertThat(reader.events(2))
                    .extracting(event -> event.get("status").intValue())
                    .containsExactly(201, 409);
            assertThat(reader.of("event:")).containsExactly("request", "request");
            assertThat(reader.of("retry:")).isNotEmpty();
        }
    }

    @Test
    void goesOnWhereTheReaderWas() throws Exception {
        scim.get("/Users?count=1").expect(200);
        JsonNode page = page(1);
        scim.get("/Users?count=2").expect(200);

        String last;
        try (var reader = new Reader(stage.url() + path + "/stream?after=" + page.get("position"))) {
            assertThat(queries(reader.events(1))).containsExactly("count=2");
            last = reader.of("id:").getFirst();
        }
        scim.get("/Users?count=3").expect(200);
        scim.get("/Users?count=4").expect(200);

        try (var reader = new Reader(stage.url() + path + "/stream", "Last-Event-ID", last)) {
            assertThat(queries(reader.events(2))).containsExactly("count=3", "count=4");
        }
    }

    @Test
    void tellsACallAgainWhenItIsDecided() throws Exception {
        stage.worker().pause();
        try (var reader = new Reader(stage.url() + path + "/stream?after=-1")) {
            scim.post("/Users", "{\"userName\": \"ada\", \"active\": \"True\"}", "Prefer", "respond-async")
                    .expect(202);
            scim.post("/Users", "{\"userName\": \"ADA\"}", "Prefer", "respond-async")
                    .expect(202);
            reader.events(2);
            stage.worker().resume();

            List<JsonNode> events = reader.events(4);

            assertThat(events)
                    .extracting(event -> event.get("outcome").stringValue())
                    .containsExactly("accepted", "accepted", "applied", "refused");
            assertThat(events.get(2).get("id")).isEqualTo(events.get(0).get("id"));
            assertThat(events.get(2).get("warnings").toString()).contains("active");
            assertThat(events.get(3).get("status").intValue())
                    .as("what the client was told")
                    .isEqualTo(202);
            assertThat(events.get(3).get("scim_type").stringValue()).isEqualTo("uniqueness");
            await().untilAsserted(() -> assertThat(page(2).get("requests").valueStream())
                    .extracting(entry -> entry.get("outcome").stringValue())
                    .containsExactly("refused", "applied"));
        } finally {
            stage.worker().resume();
        }
    }

    @Test
    void endsWithTheService() throws Exception {
        var other = stage.start(Map.of());
        try (other;
                var reader = new Reader(Stage.url(other) + path + "/stream")) {
            await().until(() -> !reader.of(":").isEmpty());
            Instant start = Instant.now();
            other.close();
            await().until(() -> reader.isEnded);
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void saysWhatIsWrong() {
        HttpCalls admin = stage.admin();
        admin.get(path + "/stream", "Last-Event-ID", "ada", "Accept", "text/event-stream")
                .expect(400);
        admin.get("/api/v1/connections/nobody/requests/stream", "Accept", "text/event-stream")
                .expect(404);
        admin.withToken("no").get(path + "/stream").expect(401);
    }

    private JsonNode page(int count) {
        await().untilAsserted(() ->
                assertThat(stage.admin().get(path).expect(200).get("requests")).hasSize(count));
        return stage.admin().get(path).expect(200);
    }

    private static List<String> queries(List<JsonNode> entries) {
        var queries = new ArrayList<String>();
        entries.forEach(entry -> queries.add(entry.get("query").stringValue()));
        return queries;
    }
}
