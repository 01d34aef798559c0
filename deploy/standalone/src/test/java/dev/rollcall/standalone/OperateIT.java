package dev.rollcall.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.standalone.demo.web.JsonCalls;
import dev.rollcall.standalone.demo.web.LoopbackServer;
import dev.rollcall.standalone.demo.web.Reply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From an app's refusal to the word that somebody is out of every app, through both services and the shell. */
class OperateIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path data;

    private final AtomicBoolean isPicky = new AtomicBoolean(true);
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();

    @Test
    void whatAnAppRefusedIsDeliveredOnceItsRuleIsMendedAndSomebodyRetriesIt() throws Exception {
        String[] up = {"up", "--port", Integer.toString(RollcallIT.freePorts()), "--data", data.toString()};
        try (LoopbackServer app = LoopbackServer.start(0, "application/json", request -> {
                    (isPicky.get() ? refused : taken)
                            .add(request.headers().firstValue("webhook-id").orElse(""));
                    return Reply.empty(isPicky.get() ? 422 : 204);
                });
                LaunchedRollcall rollcall = LaunchedRollcall.start(up)) {
            Map<String, String> ready = rollcall.awaitReady();
            String url = ready.get("console").replaceAll("/+$", "");
            try (JsonCalls admin = new JsonCalls(url + "/api/v1", ready.get("admin"));
                    JsonCalls scim = new JsonCalls(ready.get("scim"), ready.get("token"))) {
                admin.post("/apps", json("""
                        {"id": "crm", "name": "CRM", "kind": "webhook", "url": "http://127.0.0.1:%d/hook"}""".formatted(app.port())));
                String ada = scim.post("/Users", json("""
                        {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ada"}""")).path("id").asString();
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(said(url, "dead-letters", "causes")).contains("http-422"));

                isPicky.set(false);
                assertThat(said(url, "dead-letters", "retry", "--app", "crm", "--cause", "http-422"))
                        .startsWith("1 sent once more");
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(said(url, "dead-letters", "list", "--state", "resolved"))
                                .contains(ada));
                assertThat(taken).containsExactly(refused.getFirst());

                scim.delete("/Users/" + ada);
                String apps = "/connections/demo/users/" + ada + "/apps";
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(
                                        admin.get(apps).path("out_of_every_app").asBoolean())
                                .isTrue());
                assertThat(said(url, "apps")).contains("CRM");
            }
        }
    }

    private String said(String url, String... args) {
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
