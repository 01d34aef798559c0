package dev.rollcall.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
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
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** MongoDB is emptied while PingOne pushes, and one command brings back all that it held. */
class LostDatabaseIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int USERS = 60;

    @TempDir
    private Path data;

    private final List<String> told = new CopyOnWriteArrayList<>();

    @Test
    void nothingIsLostDoubledOrSentTwice() throws Exception {
        String[] up = {"up", "--port", Integer.toString(RollcallIT.freePorts()), "--data", data.toString()};
        try (LoopbackServer app = LoopbackServer.start(0, "application/json", request -> {
                    told.add(JsonMapper.shared()
                            .readTree(request.body())
                            .path("data")
                            .path("sequence")
                            .asString());
                    return Reply.empty(204);
                });
                LaunchedRollcall rollcall = LaunchedRollcall.start(up)) {
            Map<String, String> ready = rollcall.awaitReady();
            String url = ready.get("console").replaceAll("/+$", "");
            ScimClient scim = ScimClient.of(ready.get("scim"), ready.get("token"));
            try (JsonCalls admin = new JsonCalls(url + "/api/v1", ready.get("admin"));
                    MongoClient mongo = MongoClients.create(ready.get("mongodb"))) {
                admin.post("/apps", JsonMapper.shared().readTree("""
                        {"id": "crm", "name": "CRM", "kind": "webhook", "url": "http://127.0.0.1:%d/hook"}""".formatted(app.port())));
                for (int i = 0; i < USERS; i++) {
                    if (i == USERS / 2) {
                        mongo.getDatabase(Objects.requireNonNull(
                                        new ConnectionString(ready.get("mongodb")).getDatabase()))
                                .drop();
                        // as a client that pushes everybody again
                        push(scim, "user-0");
                    }
                    push(scim, "user-" + i);
                }

                String said = said(url, "rebuild", "--all", "--confirm", "--reason", "Emptied");

                assertThat(said).contains("confirmed").contains("equal the log");
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).hasSizeGreaterThanOrEqualTo(USERS));
                assertThat(scim.get("/Users?count=0")
                                .json()
                                .path("totalResults")
                                .asInt())
                        .isEqualTo(USERS);
                for (int i = 0; i < USERS; i++) {
                    assertThat(named(scim, "user-" + i)).isEqualTo(1);
                }
                assertThat(told).as("each change once").hasSize(USERS).hasSameSizeAs(new TreeSet<>(told));
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(admin.get("/receipts?app=crm&limit=200")
                                        .path("receipts")
                                        .size())
                                .isEqualTo(USERS));
            }
        }
    }

    /** Until it is there, whatever is answered meanwhile. */
    private static void push(ScimClient scim, String name) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    int status = scim.createUser(name).status();
                    return status == 201 || status == 409;
                });
    }

    private static int named(ScimClient scim, String name) {
        return scim.get("/Users?filter=userName%20eq%20%22" + name + "%22")
                .json()
                .path("totalResults")
                .asInt();
    }

    private String said(String url, String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--url", url, "--data", data.toString()));
        StringWriter said = new StringWriter();
        int status = RollcallLauncher.commandLine()
                .setOut(new PrintWriter(said, true))
                .execute(all.toArray(String[]::new));
        assertThat(status).as(said.toString()).isZero();
        return said.toString();
    }
}
