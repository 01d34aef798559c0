package dev.rollcall.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.standalone.demo.web.JsonCalls;
import dev.rollcall.standalone.demo.web.LoopbackServer;
import dev.rollcall.standalone.demo.web.Reply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From an app's refusal to the word that somebody is out of every app, through both services and the shell. */
class OperateIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path data;

    private static LaunchedRollcall rollcall;
    private static Map<String, String> ready;
    private static String url;

    private final AtomicBoolean isPicky = new AtomicBoolean(true);
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void launch() throws Exception {
        rollcall = LaunchedRollcall.start(
                "up", "--port", Integer.toString(RollcallIT.freePorts()), "--data", data.toString());
        ready = rollcall.awaitReady();
        url = ready.get("console").replaceAll("/+$", "");
    }

    @AfterAll
    static void end() {
        rollcall.close();
    }

    @Test
    void whatAnAppRefusedIsDeliveredOnceItsRuleIsMendedAndSomebodyRetriesIt() throws Exception {
        try (LoopbackServer app = LoopbackServer.start(0, "application/json", request -> {
                    (isPicky.get() ? refused : taken)
                            .add(request.headers().firstValue("webhook-id").orElse(""));
                    return Reply.empty(isPicky.get() ? 422 : 204);
                });
                JsonCalls admin = new JsonCalls(url + "/api/v1", ready.get("admin"));
                JsonCalls scim = new JsonCalls(ready.get("scim"), ready.get("token"))) {
            admin.post("/apps", json("""
                    {"id": "crm", "name": "CRM", "kind": "webhook", "url": "http://127.0.0.1:%d/hook"}""".formatted(app.port())));
            String ada = user(scim, "ada");
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(said("dead-letters", "causes")).contains("http-422"));

            isPicky.set(false);
            assertThat(said("dead-letters", "retry", "--app", "crm", "--cause", "http-422"))
                    .startsWith("1 sent once more");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(said("dead-letters", "list", "--state", "resolved"))
                            .contains(ada));
            assertThat(refused).containsAll(taken);
            assertThat(taken).hasSize(1);

            scim.delete("/Users/" + ada);
            String apps = "/connections/demo/users/" + ada + "/apps";
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    admin.get(apps).path("out_of_every_app").asBoolean())
                            .isTrue());
            assertThat(said("apps")).contains("CRM");
            admin.delete("/apps/crm");
        }
    }

    @Test
    void whoIsForgottenLeavesATombstoneOnTheCompactedTopicAndNothingAfterIt() {
        try (JsonCalls scim = new JsonCalls(ready.get("scim"), ready.get("token"))) {
            String bob = user(scim, "bob.the.forgotten");

            assertThat(said("people", "forget", "bob.the.forgotten", "--reason", "Case 4711"))
                    .contains(bob + "  purging");

            List<byte[]> states = LogReplay.all(Topics.USERS, ready.get("kafka")).stream()
                    .filter(record -> record.key().equals(Keys.resource("demo", bob)))
                    .map(ConsumerRecord::value)
                    .toList();
            assertThat(states).hasSize(2);
            assertThat(new String(states.getFirst(), StandardCharsets.UTF_8)).contains("bob.the.forgotten");
            assertThat(states.getLast()).isNull();
            assertThat(said("people", "forgotten", bob)).contains("remains: identity.users until", "by compaction");
        }
    }

    private static String user(JsonCalls scim, String name) {
        return scim.post("/Users", json("""
                        {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "%s"}""".formatted(name))).path("id").asString();
    }

    private static String said(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--url", url, "--data", data.toString()));
        StringWriter said = new StringWriter();
        int status = RollcallLauncher.commandLine()
                .setOut(new PrintWriter(said, true))
                .execute(all.toArray(String[]::new));
        assertThat(status).isZero();
        return said.toString();
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
