package dev.rollcall.ingest.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pushes are turned away before too much waits. */
class BackpressureIT {

    private static final String USER = "{\"userName\": \"u%d\"}";

    private final Stage stage = Stage.shared();

    @AfterEach
    void bringTheWorkerBack() {
        stage.worker().resume();
    }

    @Test
    void answers429WithRetryAfterWhileTheDirectoryRoleLags() {
        HttpCalls scim = stage.connection();
        stage.worker().pause();
        try (var strict =
                stage.start(Map.of("rollcall.ingest.max-lag", "2", "rollcall.ingest.result-timeout", "10ms"))) {
            HttpCalls calls = new HttpCalls(Stage.url(strict) + "/scim/v2/" + scim.connection(), scim.token());
            for (int i = 0; i < 3; i++) {
                calls.post("/Users", USER.formatted(i)).expect(201);
            }
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                var refused = calls.post("/Users", USER.formatted(9));
                refused.expectError(429, "");
                assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
            });
            calls.get("/Users").expect(200);

            stage.worker().resume();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> calls.post("/Users", USER.formatted(10)).expect(201));
        }
    }

    @Test
    void answers429WhenTooManyWaitOnThisInstance() {
        HttpCalls scim = stage.connection();
        try (var strict = stage.start(Map.of("rollcall.ingest.max-waiting", "1"))) {
            stage.worker().pause();
            HttpCalls calls = new HttpCalls(Stage.url(strict) + "/scim/v2/" + scim.connection(), scim.token());
            Thread waiting = Thread.startVirtualThread(() -> calls.post("/Users", USER.formatted(1)));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> calls.post("/Users", USER.formatted(2)).status() == 429);
            stage.worker().resume();
            await().until(() -> !waiting.isAlive());
        }
    }
}
