package dev.rollcall.ingest.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.rebuild.Difference;
import dev.rollcall.schemas.rebuild.PartitionProgress;
import dev.rollcall.schemas.rebuild.Tally;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Rebuilds, as operators begin, watch and end them; what workers tell is told here. */
class RebuildApiIT {

    private static final String PATH = "/api/v1/rebuilds";

    private final Stage stage = Stage.shared();
    private final HttpCalls admin = stage.admin();
    private String id = "";

    @AfterEach
    void end() {
        if (state().equals("active")) {
            step("rollback").expect(200);
        }
        if (state().equals("building") || state().equals("ready")) {
            step("cancel").expect(200);
        }
    }

    @Test
    void runsOneAtATimeAndTellsHowFarItIs() {
        begin("{\"reason\": \"In doubt\", \"records_per_second\": 100}");
        JsonNode refused = admin.post(PATH, "{}").expect(409);
        tell(0, PartitionProgress.Stage.COPYING, 250, List.of(), List.of());

        JsonNode progress = admin.get(PATH + "/" + id).expect(200).get("progress");

        assertThat(refused.get("detail").stringValue()).contains(id).contains("building");
        assertThat(progress.get("percent").doubleValue()).isEqualTo(25.0);
        assertThat(progress.get("records_per_second").intValue()).isEqualTo(50);
        assertThat(progress.get("seconds_left").intValue()).isEqualTo(15);
        assertThat(progress.get("failures").get(0).stringValue())
                .isEqualTo("partition 0: java.lang.StackOverflowError");
        JsonNode shown = admin.get(PATH).expect(200).get(0);
        assertThat(shown.get("id").stringValue()).isEqualTo(id);
        assertThat(shown.get("reason").stringValue()).isEqualTo("In doubt");
        assertThat(shown.get("operator").stringValue()).isEqualTo("admin-token");
    }

    @Test
    void isSwitchedToOnlyWhenAllPartitionsEqualTheLog() {
        begin("{}");
        step("switch").expect(409);
        tell(0, PartitionProgress.Stage.EQUAL, 1_000, List.of(tally(3, "aa", "aa")), List.of());
        tell(1, PartitionProgress.Stage.VERIFYING, 1_000, List.of(), List.of());
        assertThat(state()).isEqualTo("building");

        tell(1, PartitionProgress.Stage.EQUAL, 1_000, List.of(), List.of());
        await().untilAsserted(() -> assertThat(state()).isEqualTo("ready"));
        step("confirm").expect(409);
        assertThat(step("switch").expect(200).get("state").stringValue()).isEqualTo("active");
        JsonNode verified =
                admin.get(PATH + "/" + id).expect(200).get("verification").get(0);
        assertThat(step("rollback").expect(200).get("state").stringValue()).isEqualTo("ready");
        assertThat(step("cancel").expect(200).get("state").stringValue()).isEqualTo("cancelled");
        step("switch").expect(409);

        assertThat(verified.get("equal").booleanValue()).isTrue();
        assertThat(verified.get("logged").intValue()).isEqualTo(3);
    }

    @Test
    void isNeverSwitchedToWhenItDiffersFromTheLog() {
        begin("{\"automatic\": true}");
        tell(
                0,
                PartitionProgress.Stage.DIFFERENT,
                1_000,
                List.of(tally(3, "aa", "bb")),
                List.of(new Difference("users", "c/u1", "altered")));
        await().untilAsserted(() -> assertThat(state()).isEqualTo("failed"));

        JsonNode shown = admin.get(PATH + "/" + id).expect(200);

        assertThat(shown.get("detail").stringValue()).contains("differs from the log");
        assertThat(shown.get("differences").get(0).get("key").stringValue()).isEqualTo("c/u1");
        step("switch").expect(409);
        step("cancel").expect(409);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        admin.post(PATH, "{\"records_per_second\": 0}").expect(400);
        admin.get(PATH + "/none").expect(404);
        admin.get(PATH + "/999999").expect(404);
        admin.post(PATH + "/999999/switch", "{}").expect(404);
        admin.post(PATH + "/1/explode", "{}").expect(404);
        new HttpCalls(stage.url(), "wrong").post(PATH, "{}").expect(401);
    }

    private void begin(String body) {
        id = admin.post(PATH, body).expect(202).get("id").stringValue();
    }

    private HttpCalls.Answer step(String step) {
        return admin.post(PATH + "/" + id + "/" + step, "{}");
    }

    private String state() {
        return id.isEmpty()
                ? ""
                : admin.get(PATH + "/" + id).expect(200).get("state").stringValue();
    }

    private static Tally tally(long count, String logged, String held) {
        return new Tally("c", "users", count, logged, count, held, 0);
    }

    private void tell(
            int partition,
            PartitionProgress.Stage stage,
            long read,
            List<Tally> tallies,
            List<Difference> differences) {
        var progress = new PartitionProgress(
                Integer.parseInt(id),
                partition,
                2,
                stage,
                read,
                1_000,
                read,
                50,
                Instant.EPOCH,
                Instant.EPOCH,
                0,
                List.of(),
                tallies,
                differences,
                stage == PartitionProgress.Stage.COPYING ? "java.lang.StackOverflowError" : null);
        this.stage
                .bean(MongoDatabase.class)
                .getCollection(PartitionProgress.COLLECTION)
                .replaceOne(
                        new Document("_id", PartitionProgress.id(Integer.parseInt(id), partition)),
                        progress.toDocument(),
                        new ReplaceOptions().upsert(true));
    }
}
