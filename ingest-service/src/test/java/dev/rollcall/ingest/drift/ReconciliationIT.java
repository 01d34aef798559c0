package dev.rollcall.ingest.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import dev.rollcall.event.Reconciliation;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.drift.DriftRun;
import dev.rollcall.schemas.drift.Finding;
import dev.rollcall.schemas.drift.FindingCause;
import dev.rollcall.schemas.drift.FindingKind;
import dev.rollcall.schemas.drift.FindingState;
import dev.rollcall.schemas.drift.RunState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Wishes for reconciliations and repairs, as operators make them; what workers find is made up. */
class ReconciliationIT {

    private final Stage stage = Stage.shared();
    private final HttpCalls admin = stage.admin();
    private final MongoDatabase database = stage.bean(MongoDatabase.class);
    private final String app = app(", \"reconcile_every\": \"PT24H\"");
    private final String path = "/api/v1/apps/" + app + "/reconciliations";

    @Test
    void oneOfAnAppIsWishedForAtATime() {
        JsonNode wished = admin.post(path, "{\"reason\": \"Audit\"}").expect(202);

        String run = wished.path("id").asString();
        assertThat(wished.path("state").asString()).isEqualTo("waiting");
        Reconciliation wish = stage.settings().reconciliation(app).orElseThrow().value();
        assertThat(wish.getRun()).isEqualTo(run);
        assertThat(wish.getOperator()).isEqualTo("admin-token");
        assertThat(wish.getReason()).isEqualTo("Audit");
        assertThat(admin.post(path, "{}").expect(409).toString()).contains(run);
        assertThat(admin.get(path).expect(200)).hasSize(1);
        assertThat(admin.post(path + "/" + run + "/repair", "{\"all\": true}")
                        .expect(409)
                        .toString())
                .contains("No worker has begun");
        admin.post(path + "/nothing/repair", "{\"all\": true}").expect(404);

        assertThat(admin.post(path + "/" + run + "/cancel", "")
                        .expect(200)
                        .path("state")
                        .asString())
                .isEqualTo("cancelled");
        admin.post(path + "/" + run + "/cancel", "").expect(409);
        admin.post(path, "{}").expect(202);
    }

    @Test
    void showsWhatWasFoundInPages() {
        String run = done(IntStream.range(0, 3)
                .mapToObj(n -> finding(FindingKind.DIFFERENT, FindingCause.CHANGED, "u" + n))
                .toList());

        JsonNode view = admin.get(path + "/" + run).expect(200);
        assertThat(view.path("state").asString()).isEqualTo("done");
        assertThat(view.path("progress").asInt()).isEqualTo(100);
        assertThat(view.at("/findings/different").asInt()).isEqualTo(3);
        assertThat(view.at("/seen/users").asInt()).isEqualTo(100);
        String findings = path + "/" + run + "/findings";
        JsonNode first = admin.get(findings + "?limit=2").expect(200);
        JsonNode second = admin.get(findings + "?limit=2&cursor="
                        + first.path("next_cursor").asString())
                .expect(200);
        assertThat(first.path("findings")).hasSize(2);
        assertThat(second.path("findings")).hasSize(1);
        assertThat(second.has("next_cursor")).isFalse();
        assertThat(first.path("findings").get(0).path("attributes").get(0).asString())
                .isEqualTo("title");
        assertThat(admin.get(findings + "?kind=missing,extra").expect(200).path("findings"))
                .isEmpty();
        admin.get(findings + "?kind=wrong").expect(400);
        admin.get(path + "/nothing").expect(404);
    }

    @Test
    void aRepairIsWishedForOfARunThatIsDone() {
        String run = done(List.of(finding(FindingKind.DIFFERENT, FindingCause.CHANGED, "u1")));
        String repair = path + "/" + run + "/repair";

        admin.post(repair, "{}").expect(400);
        admin.post(repair, "{\"all\": true, \"kinds\": [\"extra\"]}").expect(400);
        admin.post(repair, "{\"findings\": [\"unknown\"]}").expect(400);
        JsonNode wished = admin.post(repair, "{\"kinds\": [\"different\"], \"reason\": \"Mend\"}")
                .expect(202);

        assertThat(wished.at("/repair/state").asString()).isEqualTo("waiting");
        var wish = stage.settings().reconciliation(app).orElseThrow().value().getRepair();
        assertThat(wish.getKinds()).containsExactly("DIFFERENT");
        assertThat(wish.getReason()).isEqualTo("Mend");
        admin.post(repair, "{\"all\": true}").expect(409);
        admin.post(path, "{}").expect(409);
    }

    @Test
    void aRepairThatWouldTakeMuchOfTheAppHasToBeConfirmed() {
        String run = done(IntStream.range(0, 51)
                .mapToObj(n -> finding(FindingKind.EXTRA, FindingCause.DELETED, "u" + n))
                .toList());
        String repair = path + "/" + run + "/repair";

        JsonNode refused = admin.post(repair, "{\"all\": true}").expect(409);

        assertThat(refused.path("deprovisions").asInt()).isEqualTo(51);
        assertThat(refused.path("accounts").asInt()).isEqualTo(100);
        assertThat(refused.path("limit").asInt()).isEqualTo(50);
        admin.post(repair, "{\"all\": true, \"confirm\": true}").expect(202);
    }

    @Test
    void whatWasFoundWhereTheAppWasBeforeIsNotRepaired() {
        String run = done(IntStream.range(0, 51)
                .mapToObj(n -> finding(FindingKind.EXTRA, FindingCause.DELETED, "u" + n))
                .toList());

        admin.patch("/api/v1/apps/" + app, "{\"url\": \"https://wiki.example.com/scim\"}")
                .expect(200);

        assertThat(admin.post(path + "/" + run + "/repair", "{\"all\": true}")
                        .expect(409)
                        .path("detail")
                        .asString())
                .contains("URL or kind was changed", "Reconcile the app again");
        admin.post(path + "/" + run + "/repair", "{\"all\": true, \"confirm\": true}")
                .expect(409);
        admin.post(path, "{}").expect(202);
    }

    @Test
    void onlyScimAppsAreReconciled() {
        String hook = stage.app("Hook", stage.connection().connection());

        admin.post("/api/v1/apps/" + hook + "/reconciliations", "{}").expect(409);
        admin.post("/api/v1/apps/nobody/reconciliations", "{}").expect(404);
        admin.patch("/api/v1/apps/" + hook, "{\"reconcile_every\": \"PT24H\"}").expect(400);
    }

    @Test
    void anAppSaysHowOftenItIsReconciled() {
        assertThat(admin.get("/api/v1/apps/" + app)
                        .expect(200)
                        .path("reconcile_every")
                        .asString())
                .isEqualTo("PT24H");
        admin.patch("/api/v1/apps/" + app, "{\"reconcile_every\": \"PT1S\"}").expect(400);
        assertThat(admin.patch("/api/v1/apps/" + app, "{\"reconcile_every\": null}")
                        .expect(200)
                        .has("reconcile_every"))
                .isFalse();
    }

    @Test
    void whatIsDueIsWishedForByTheSchedule() {
        String now = app(", \"reconcile_every\": \"* * * * * *\"");

        await().untilAsserted(() -> {
            stage.bean(ReconciliationSchedule.class).work();
            assertThat(stage.settings()
                            .reconciliation(now)
                            .map(wish -> wish.value().getOperator()))
                    .contains("schedule");
        });
        assertThat(stage.settings().reconciliation(app)).isEmpty();
        admin.delete("/api/v1/apps/" + now);
    }

    private String app(String more) {
        return admin.post("/api/v1/apps", """
                {"kind": "scim", "name": "Wiki", "url": "https://wiki.example.com", "secret": "s"%s}""".formatted(more))
                .expect(201)
                .get("id")
                .stringValue();
    }

    /** A run that a worker has ended. */
    private String done(List<Finding> findings) {
        JsonNode wished = admin.post(path, "{}").expect(202);
        String run = wished.path("id").asString();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        database.getCollection(DriftRun.COLLECTION)
                .insertOne(new DriftRun(
                                run,
                                app,
                                RunState.DONE,
                                1,
                                now,
                                "admin-token",
                                null,
                                now,
                                now,
                                null,
                                new DriftRun.Counts(2, 100, 0, 100, 0, 100, 0, 0, 0, 0, false, false),
                                Map.of(findings.getFirst().kind(), (long) findings.size()),
                                null,
                                null)
                        .toDocument());
        findings.forEach(finding -> database.getCollection(Finding.COLLECTION)
                .insertOne(of(run, finding).toDocument()));
        return run;
    }

    private static Finding of(String run, Finding finding) {
        return finding(run, finding.kind(), finding.cause(), finding.resource());
    }

    private static Finding finding(FindingKind kind, FindingCause cause, String resource) {
        return finding("", kind, cause, resource);
    }

    private static Finding finding(String run, FindingKind kind, FindingCause cause, @Nullable String resource) {
        return new Finding(
                run,
                kind,
                cause,
                ResourceType.USER,
                "c",
                resource,
                "r-" + resource,
                List.of("title"),
                0,
                0,
                1,
                FindingState.OPEN,
                null,
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }
}
