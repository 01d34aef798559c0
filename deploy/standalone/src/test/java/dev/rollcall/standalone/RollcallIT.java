package dev.rollcall.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.standalone.demo.web.JsonCalls;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RollcallIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ADA = """
            {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ada"}""";

    private static final String JOIN = """
            {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
             "Operations": [{"op": "add", "path": "members", "value": [{"value": "%s"}]}]}""";
    private static final int CLIENTS = 50;
    private static final int PORTS = 12;

    /** Each JVM of the tests begins elsewhere. */
    private static final AtomicLong next =
            new AtomicLong(ProcessHandle.current().pid() * 100 * PORTS);

    @TempDir
    private Path data;

    @Test
    void tellsSubscribersOfEachChangeAndSurvivesKill9() throws Exception {
        String[] up = {"up", "--port", Integer.toString(freePorts()), "--data", data.toString()};
        Map<String, String> first;
        String id;
        try (LaunchedRollcall rollcall = LaunchedRollcall.start(up)) {
            first = rollcall.awaitReady();
            id = create(first).path("id").asString();
            assertThat(firstChange(first).get("resource")).hasToString(id);
            rollcall.kill();
        }
        try (LaunchedRollcall rollcall = LaunchedRollcall.start(up)) {
            assertThat(rollcall.awaitReady()).isEqualTo(first);
            try (JsonCalls scim = new JsonCalls(first.get("scim"), first.get("token"))) {
                JsonNode found = scim.get("/Users?filter=username%20Eq%20%22ADA%22");
                assertThat(found.path("Resources").path(0).path("id").asString())
                        .isEqualTo(id);
            }
            rollcall.terminate();
            assertThat(rollcall.rest()).isEmpty();
            assertThat(rollcall.status()).isEqualTo(143);
        }
    }

    @Test
    void keepsEveryMemberThatFiftyClientsAddAtOnceEvenThroughKill9() throws Exception {
        String[] up = {"up", "--port", Integer.toString(freePorts()), "--data", data.toString()};
        String group;
        List<String> users;
        try (LaunchedRollcall rollcall = LaunchedRollcall.start(up)) {
            Map<String, String> ready = rollcall.awaitReady();
            try (JsonCalls scim = new JsonCalls(ready.get("scim"), ready.get("token"));
                    var clients = Executors.newVirtualThreadPerTaskExecutor()) {
                group = id(scim.post("/Groups", json("""
                        {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "All"}""")));
                users = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    users.add(id(scim.post("/Users", json(ADA.replace("ada", "ada" + i)))));
                }
                String path = "/Groups/" + group;
                for (var joined : clients.invokeAll(users.stream()
                        .map(user -> (Callable<JsonNode>) () -> scim.patch(path, json(JOIN.formatted(user))))
                        .toList())) {
                    joined.get();
                }
            }
            rollcall.kill();
        }
        try (LaunchedRollcall rollcall = LaunchedRollcall.start(up)) {
            Map<String, String> ready = rollcall.awaitReady();
            try (JsonCalls scim = new JsonCalls(ready.get("scim"), ready.get("token"))) {
                assertThat(scim.get("/Groups/" + group).path("members").valueStream())
                        .extracting(member -> member.path("value").asString())
                        .containsExactlyInAnyOrderElementsOf(users);
            }
        }
    }

    @Test
    void showsThatAllEndUpEqualAlsoAfterEachDrill() throws Exception {
        String[] demo = {
            "demo",
            "--exit",
            "--drill",
            "--people",
            "20",
            "--groups",
            "3",
            "--port",
            Integer.toString(freePorts()),
            "--data",
            data.resolve("data").toString()
        };
        Path words = data.resolve("words");
        try (LaunchedRollcall rollcall = LaunchedRollcall.start(Redirect.to(words.toFile()), demo)) {
            rollcall.awaitReady();
            assertThat(rollcall.rest()).isEmpty();
            assertThat(rollcall.status()).as(Files.readString(words)).isZero();
        }
        assertThat(Files.readAllLines(words))
                .filteredOn(line -> line.contains("equal again after"))
                .hasSize(3);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static String id(JsonNode resource) {
        return resource.path("id").asString();
    }

    private static JsonNode create(Map<String, String> ready) {
        try (JsonCalls scim = new JsonCalls(ready.get("scim"), ready.get("token"))) {
            return scim.post("/Users", json(ADA));
        }
    }

    private static GenericRecord firstChange(Map<String, String> ready) {
        List<GenericRecord> changes = new ArrayList<>();
        try (PlainSubscriber subscriber =
                new PlainSubscriber("identity.changes", ready.get("kafka"), ready.get("registry"))) {
            await().atMost(PATIENCE).until(() -> changes.addAll(subscriber.poll()) || !changes.isEmpty());
        }
        return changes.getFirst();
    }

    /** The first of as many as Rollcall takes that are free, below the range of outgoing connections. */
    static int freePorts() {
        while (true) {
            int first = 12_000 + (int) (next.getAndAdd(PORTS) % 7_000);
            if (java.util.stream.IntStream.range(first, first + PORTS).allMatch(RollcallIT::isFree)) {
                return first;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (java.io.IOException e) {
            return false;
        }
    }
}
