package dev.rollcall.ingest.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Health says which part is away, without a token and at once. */
class HealthIT {

    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private final Stage stage = Stage.shared();
    private @Nullable Appender<ILoggingEvent> appender;

    @AfterEach
    void stopListening() {
        if (appender != null) {
            ROOT.detachAppender(appender);
        }
    }

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
        List<ILoggingEvent> logged = new CopyOnWriteArrayList<>();
        HttpCalls scim = stage.connection();
        try (var context = stage.start(Map.of("spring.mongodb.uri", "mongodb://localhost:1/rollcall"))) {
            appender = listen(logged);
            Instant start = Instant.now();
            JsonNode health = new HttpCalls(Stage.url(context), null)
                    .get("/actuator/health")
                    .expect(503);
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(3));
            assertThat(health.get("components").get("mongodb").get("status").stringValue())
                    .isEqualTo("DOWN");
            assertThat(health.get("components").get("kafka").get("status").stringValue())
                    .isEqualTo("UP");
            // the read of MongoDB that health has given up
            await().untilAsserted(() -> assertThat(logged)
                    .anySatisfy(event -> assertThat(event.getFormattedMessage()).contains("nobody waited")));
            assertThat(logged)
                    .allSatisfy(event -> assertThat(event.getThrowableProxy())
                            .as(event.toString())
                            .isNull());
            HttpCalls calls = new HttpCalls(Stage.url(context) + "/scim/v2/" + scim.connection(), scim.token());
            var unavailable = calls.get("/Users");
            unavailable.expectError(503, "");
            assertThat(Integer.parseInt(unavailable.header("Retry-After"))).isPositive();
        }
    }

    /** What this service and Reactor log from now on. */
    private static Appender<ILoggingEvent> listen(List<ILoggingEvent> logged) {
        var appender = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getLoggerName().startsWith("reactor")
                        || event.getLoggerName().startsWith("dev.rollcall")) {
                    logged.add(event);
                }
            }
        };
        appender.setContext(ROOT.getLoggerContext());
        appender.start();
        ROOT.addAppender(appender);
        return appender;
    }
}
