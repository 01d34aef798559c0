package dev.rollcall.ingest.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.ingest.stage.Cable;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** What clients are answered while the worker is down. */
class PredictionIT {

    private final Stage stage = Stage.shared();
    private final HttpCalls scim = stage.connection();

    @AfterEach
    void bringTheWorkerBack() {
        stage.worker().resume();
    }

    @Test
    void predictsAChainOfPushesAndIsRightOnceTheWorkerIsBack() {
        String other = scim.post("/Users", user("before", true)).id();
        stage.worker().pause();

        var created = scim.post("/Users", user("jdoe", true));
        created.expect(201);
        String path = "/Users/" + created.id();
        scim.post("/Users", user("JDOE", true)).expectError(409, "uniqueness");
        var disabled = scim.put(path, user("jdoe", false));
        assertThat(disabled.expect(200).get("active").asBoolean()).isFalse();
        assertThat(disabled.header("ETag")).isEqualTo("W/\"2\"");
        String group = scim.post("/Groups", "{\"displayName\": \"G\"}")
                .expect(201)
                .get("id")
                .stringValue();
        JsonNode members = scim.put("/Groups/" + group, """
                        {"displayName": "G", "members": [{"value": "%s"}, {"value": "%s"}]}""".formatted(created.id(), other))
                .expect(200)
                .get("members");
        assertThat(members).hasSize(2);
        JsonNode again = scim.put(path, user("jdoe", false)).expect(200);
        assertThat(again.get("groups").get(0).get("display").stringValue()).isEqualTo("G");

        stage.worker().resume();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            JsonNode found = scim.get(path).expect(200);
            assertThat(found.get("active").asBoolean()).isFalse();
            assertThat(found.get("meta").get("version").stringValue()).isEqualTo("W/\"2\"");
            assertThat(scim.get("/Groups/" + group).expect(200).get("members")).hasSize(2);
        });
        assertThat(scim.put(path, user("jdoe", true)).header("ETag")).isEqualTo("W/\"3\"");
    }

    @Test
    void predictsOnTopOfAsynchronousPushesThatAreNotDecidedYet() {
        String[] later = {"Prefer", "respond-async, wait=0"};
        String path = "/Users/" + scim.post("/Users", user("ada", true)).id();
        stage.worker().pause();
        scim.put(path, user("countess", true), later).expect(202);
        scim.post("/Users", user("bob", true), later).expect(202);

        scim.post("/Users", user("BOB", true)).expectError(409, "uniqueness");
        scim.post("/Users", user("ada", true)).expect(201);
        var changed = scim.put(path, user("countess", false));
        assertThat(changed.expect(200).get("active").asBoolean()).isFalse();
        assertThat(changed.header("ETag")).isEqualTo("W/\"3\"");
        scim.delete(path, later).expect(202);
        scim.put(path, user("countess", true)).expectError(404, "");

        stage.worker().resume();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(userNames(scim)).containsExactlyInAnyOrder("ada", "bob"));
        scim.post("/Users", user("countess", true)).expect(201);
    }

    @Test
    void takesNoPushTwiceThatWasAnswered503AndRepeatedWhileTheWorkerIsDown() {
        int mongodb = URI.create(stage.backend().mongodbUri()).getPort();
        try (var cable = new Cable(mongodb);
                var context = stage.start(Map.of(
                        "spring.mongodb.uri",
                        "mongodb://localhost:" + cable.port() + "/rollcall",
                        "rollcall.ingest.result-timeout",
                        "100ms"))) {
            stage.worker().pause();
            HttpCalls calls = new HttpCalls(Stage.url(context) + "/scim/v2/" + scim.connection(), scim.token());
            calls.post("/Users", user("before", true)).expect(201);

            cable.cut();
            calls.post("/Users", user("taken", true)).expectError(503, "");
            cable.mend();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> calls.get("/Users").status() == 200);
            calls.post("/Users", user("taken", true)).expectError(409, "uniqueness");

            cable.jam();
            Instant start = Instant.now();
            var unavailable = calls.post("/Users", user("jammed", true));
            unavailable.expectError(503, "");
            assertThat(Integer.parseInt(unavailable.header("Retry-After"))).isPositive();
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
            cable.mend();

            stage.worker().resume();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(userNames(calls)).containsExactlyInAnyOrder("before", "taken", "jammed"));
        }
    }

    /** Points 87 and 89: each operation has its answer, and together they take no longer than one. */
    @Test
    void answersEachOperationOfABulkRequestWhileMongoDbIsAwayToo() {
        int mongodb = URI.create(stage.backend().mongodbUri()).getPort();
        try (var cable = new Cable(mongodb);
                var context = stage.start(Map.of(
                        "spring.mongodb.uri",
                        "mongodb://localhost:" + cable.port() + "/rollcall",
                        "rollcall.ingest.result-timeout",
                        "100ms"))) {
            HttpCalls calls = new HttpCalls(Stage.url(context) + "/scim/v2/" + scim.connection(), scim.token());
            calls.post("/Users", user("before", true)).expect(201);
            String creations =
                    IntStream.range(0, 20).mapToObj(i -> """
                            {"method": "POST", "path": "/Users", "bulkId": "%1$d", "data": {"userName": "u%1$d"}}""".formatted(i)).collect(Collectors.joining(","));
            stage.worker().pause();
            cable.cut();

            Instant start = Instant.now();
            JsonNode answers =
                    calls.post("/Bulk", """
                            {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [
                              {"method": "PUT", "path": "/Users", "data": {}}, %s]}""".formatted(creations)).expect(200).get("Operations");

            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(15));
            assertThat(answers).hasSize(21);
            assertThat(answers.get(0).get("status").stringValue()).isEqualTo("400");
            assertThat(answers.valueStream().skip(1)).allSatisfy(answer -> {
                assertThat(answer.get("status").stringValue()).isEqualTo("503");
                assertThat(answer.get("response").get("detail").stringValue()).contains("was taken", "Repeat");
            });
            cable.mend();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> calls.get("/Users").status() == 200);
            calls.post("/Users", user("u19", true)).expectError(409, "uniqueness");
            stage.worker().resume();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(userNames(scim)).hasSize(21).contains("before", "u0", "u19"));
        }
    }

    @Test
    void predictsNothingAsLongAsAWorkerHasThePushInHand() {
        try (var context = stage.start(Map.of("rollcall.ingest.result-timeout", "4s"))) {
            HttpCalls calls = new HttpCalls(Stage.url(context) + "/scim/v2/" + scim.connection(), scim.token());
            stage.worker().pause();
            var answer = CompletableFuture.supplyAsync(() -> calls.post("/Users", user("slow", true)));
            await().until(() -> !stage.requests().of(scim.connection()).isEmpty());
            var request =
                    stage.requests().read(stage.requests().of(scim.connection()).getFirst());
            Instant end = request.getDeadline().plusSeconds(2);
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                stage.worker().tellInHand(request);
                return Instant.now().isAfter(end);
            });
            assertThat(answer).isNotDone();

            // the worker dies: it says nothing more
            answer.join().expect(201);
            String path = "/Users/" + request.getResource();
            assertThat(calls.get(path).status()).isEqualTo(404);
            stage.worker().resume();
            await().untilAsserted(() -> calls.get(path).expect(200));
        }
    }

    @Test
    void answersWhatTheWorkerDecidesWhileThePredictionHangs() {
        int mongodb = URI.create(stage.backend().mongodbUri()).getPort();
        try (var cable = new Cable(mongodb);
                var context = stage.start(Map.of(
                        "spring.mongodb.uri",
                        "mongodb://localhost:" + cable.port() + "/rollcall",
                        "rollcall.ingest.result-timeout",
                        "100ms"))) {
            HttpCalls calls = new HttpCalls(Stage.url(context) + "/scim/v2/" + scim.connection(), scim.token());
            stage.worker().pause();
            cable.jam();
            var answer = CompletableFuture.supplyAsync(() -> calls.post("/Users", user("late", true)));
            await().until(() -> !stage.requests().of(scim.connection()).isEmpty());
            Instant deadline = stage.requests()
                    .read(stage.requests().of(scim.connection()).getFirst())
                    .getDeadline();
            await().until(() -> Instant.now().isAfter(deadline.plusMillis(500)));
            assertThat(answer).isNotDone();

            stage.worker().resume();
            answer.join().expect(201);
            cable.mend();
        }
    }

    @Test
    void takesThePushOfAClientThatHangsUpAndLogsNoError() {
        var logged = new ListAppender<ILoggingEvent>();
        logged.start();
        var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(logged);
        stage.worker().pause();
        var push = HttpRequest.newBuilder(URI.create(scim.base() + "/Users"))
                .header("Authorization", "Bearer " + scim.token())
                .header("Content-Type", "application/scim+json")
                .POST(HttpRequest.BodyPublishers.ofString(user("impatient", true)))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.sendAsync(push, HttpResponse.BodyHandlers.discarding());
            await().until(() -> !stage.requests().of(scim.connection()).isEmpty());
            client.shutdownNow();
            assertThat(answer).failsWithin(Duration.ofSeconds(5));
        }

        stage.worker().resume();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(userNames(scim)).containsExactly("impatient"));
        root.detachAppender(logged);
        assertThat(logged.list).noneMatch(event -> event.getLevel() == Level.ERROR);
    }

    @Test
    void publishesNoPassword() {
        scim.post("/Users", """
                        {"userName": "jdoe", "password": "t1meMa$heen", "name": {"givenName": "J"}}""").expect(201);
        String path = "/Users/"
                + scim.list("/Users", "userName eq \"jdoe\"")
                        .expect(200)
                        .get("Resources")
                        .get(0)
                        .get("id")
                        .stringValue();
        scim.patch(path, """
                        {"Operations": [{"op": "replace", "path": "password", "value": "t1meMa$heen"},
                                        {"op": "add", "value": {"PassWord": "t1meMa$heen", "title": "Dr"}}]}""").expect(200);
        var records = stage.requests().of(scim.connection());
        assertThat(records)
                .hasSize(2)
                .allSatisfy(record -> assertThat(new String(record.value())).doesNotContain("t1meMa$heen"));
        assertThat(stage.requests().read(records.getFirst()).getBody()).contains("jdoe");
    }

    @Test
    void carriesTheTraceOfThePush() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        scim.post("/Users", user("jdoe", true), "traceparent", trace).expect(201);
        var record = stage.requests().of(scim.connection()).getFirst();
        assertThat(record.headers().lastHeader("traceparent").value())
                .asString()
                .isEqualTo(trace);
        assertThat(record.headers().lastHeader("ce_type").value()).asString().isEqualTo("dev.rollcall.request.v1");
    }

    private static List<String> userNames(HttpCalls calls) {
        return calls.get("/Users")
                .expect(200)
                .get("Resources")
                .valueStream()
                .map(found -> found.get("userName").stringValue())
                .toList();
    }

    private static String user(String name, boolean active) {
        return """
                {"userName": "%s", "active": %s}""".formatted(name, active);
    }
}
