package dev.rollcall.ingest.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Health says which part is away, without a token and at once. */
class HealthIT {

    private final Stage stage = Stage.shared();

    @Test
    void isUpWithAllParts() {
        HttpCalls open = stage.admin().withToken(null);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            JsonNode health = open.get("/actuator/health").expect(200);
            for (String part : new String[] {"kafka", "registry", "mongodb", "lag"}) {
                assertThat(health.get("components").get(part).get("status").stringValue())
                        .as(part)
                        .isEqualTo("UP");
            }
        });
        open.get("/actuator/health/readiness").expect(200);
        open.get("/actuator/health/liveness").expect(200);
        assertThat(open.get("/actuator/prometheus").response().body()).contains("rollcall_requests_awaiting");
    }

    @Test
    void saysThatMongoDbIsAwayAndAnswersReadsWith503() {
        HttpCalls scim = stage.connection();
        try (var context = stage.start(Map.of("spring.mongodb.uri", "mongodb://localhost:1/rollcall"))) {
            Instant start = Instant.now();
            JsonNode health = new HttpCalls(Stage.url(context), null)
                    .get("/actuator/health")
                    .expect(503);
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(3));
            assertThat(health.get("components").get("mongodb").get("status").stringValue())
                    .isEqualTo("DOWN");
            assertThat(health.get("components").get("kafka").get("status").stringValue())
                    .isEqualTo("UP");
            HttpCalls calls = new HttpCalls(Stage.url(context) + "/scim/v2/" + scim.connection(), scim.token());
            var unavailable = calls.get("/Users");
            unavailable.expectError(503, "");
            assertThat(Integer.parseInt(unavailable.header("Retry-After"))).isPositive();
        }
    }
}
