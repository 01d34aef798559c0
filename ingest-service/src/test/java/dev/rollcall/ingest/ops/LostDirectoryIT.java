package dev.rollcall.ingest.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import dev.rollcall.event.User;
import dev.rollcall.event.UserState;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Roll;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.ingest.topic.RecordPublisher;
import dev.rollcall.ingest.topic.RecordReader;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryLostException;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.schemas.directory.Part;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A directory that isn't whole says so, and nobody is taken for absent. */
class LostDirectoryIT {

    private static final String INCARNATION = "lost";

    private final Stage stage = Stage.shared();
    private final HttpCalls scim = stage.connection();
    private final String ada = new Roll(scim).user(Roll.name());
    private final Marks marks = new Marks(stage.bean(DirectoryCollections.class));
    private final String nobody = UUID.randomUUID().toString();
    private int partition;

    @BeforeEach
    void lose() {
        RecordReader reader = stage.bean(RecordReader.class);
        partition = reader.extent(Topics.REQUESTS, scim.connection()).partition();
        marks.begin(partition, reader.extents(Topics.REQUESTS).size(), INCARNATION);
    }

    @AfterEach
    void fill() {
        assertThat(marks.complete(partition, INCARNATION)).isTrue();
    }

    @Test
    void answers503WhereNothingIsFoundUntilThePartitionIsWhole() {
        scim.get("/Users/" + ada).expect(200);
        for (String path : List.of("/Users/" + nobody, "/Groups/" + nobody, "/Users")) {
            HttpCalls.Answer answer = scim.get(path);
            expectToBeToldToRepeat(answer);
        }

        fill();
        scim.get("/Users/" + nobody).expectError(404, "");
        scim.get("/Users").expect(200);
    }

    @Test
    void takesAPushButPredictsNothingOfItUntilThePartitionIsWhole() {
        int before = stage.requests().of(scim.connection()).size();
        String body = "{\"userName\": \"" + Roll.name() + "\"}";
        stage.worker().pause();
        try {
            expectToBeToldToRepeat(scim.post("/Users", body));
            expectToBeToldToRepeat(scim.put("/Users/" + nobody, body));
            expectToBeToldToRepeat(scim.put("/Users/" + nobody, body));
            expectToBeToldToRepeat(scim.delete("/Users/" + nobody));
        } finally {
            stage.worker().resume();
        }
        assertThat(stage.requests().of(scim.connection())).hasSize(before + 4);
    }

    @Test
    void answersTheAdminApi503WhereNobodyIsFoundUntilThePartitionIsWhole() {
        String apps = "/api/v1/connections/" + scim.connection() + "/users/" + nobody + "/apps";
        JsonNode problem = stage.admin().get(apps).expect(503);
        assertThat(problem.get("detail").stringValue()).contains("filled from the log", "/actuator/health");

        fill();
        stage.admin().get(apps).expect(404);
    }

    @Test
    void isToldByHealthUntilThePartitionIsWhole() {
        JsonNode lost = health(503);
        assertThat(lost.get("status").stringValue()).isEqualTo("DOWN");
        assertThat(lost.get("details").get("partitionsNotWhole").intValue()).isEqualTo(1);

        fill();
        assertThat(health(200).get("status").stringValue()).isEqualTo("UP");
    }

    @Test
    void isLostWhereNothingIsMarkedButTheLogHoldsAUser() {
        stage.bean(RecordPublisher.class)
                .publish(Topics.USERS, Keys.resource(scim.connection(), ada), user(), List.of())
                .join();
        try (MongoClient mongo = stage.mongo()) {
            var unmarked = new DirectoryCollections(mongo.getDatabase("unmarked"));
            var log = new LogContents(stage.bean(Admin.class), Clock.systemUTC());
            assertThatThrownBy(() -> new Marks(unmarked, log).require(scim.connection(), Part.USERS))
                    .isInstanceOf(DirectoryLostException.class);
        }
    }

    private static void expectToBeToldToRepeat(HttpCalls.Answer answer) {
        JsonNode error = answer.expectError(503, "");
        assertThat(error.get("detail").stringValue()).contains("filled from the log", "Repeat");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
    }

    private JsonNode health(int status) {
        return new HttpCalls(stage.url(), null)
                .get("/actuator/health")
                .expect(status)
                .get("components")
                .get("directory");
    }

    private UserState user() {
        return UserState.newBuilder()
                .setConnection(scim.connection())
                .setId(ada)
                .setVersion(1)
                .setSequence(1)
                .setCreated(Instant.EPOCH)
                .setLastModified(Instant.EPOCH)
                .setAttributes(User.newBuilder().setUserName(ada).build())
                .build();
    }
}
