package dev.rollcall.ingest.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.ingest.activity.projection.Milestone;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is logged of SCIM calls, and how it is found. */
class RequestLogIT {

    private static final String ADA = "{\"userName\": \"ada@example.com\", \"title\": \"Countess\"}";

    private final Stage stage = Stage.shared();
    private final HttpCalls scim = stage.connection();
    private final HttpCalls admin = stage.admin();
    private final String path = "/api/v1/connections/" + scim.connection() + "/requests";

    @AfterEach
    void resume() {
        stage.worker().resume();
    }

    @Test
    void tellsOfAWriteWhatBecameOfIt() {
        String id = scim.post("/Users", ADA, "User-Agent", "PingOne/1").id();

        JsonNode entry = logged(1).getFirst();

        assertThat(text(entry, "method")).isEqualTo("POST");
        assertThat(text(entry, "path")).isEqualTo("/Users");
        assertThat(entry.get("status").intValue()).isEqualTo(201);
        assertThat(text(entry, "outcome")).isEqualTo("applied");
        assertThat(text(entry, "operation")).isEqualTo("create");
        assertThat(text(entry, "resource_type")).isEqualTo("user");
        assertThat(text(entry, "resource")).isEqualTo(id);
        assertThat(entry.get("sequence").longValue()).isEqualTo(1);
        assertThat(entry.get("changes").intValue()).isEqualTo(1);
        assertThat(entry.get("kinds").get(0).stringValue()).isEqualTo("urn:ietf:params:scim:event:prov:create:full");
        assertThat(text(entry, "user_agent")).isEqualTo("PingOne/1");
        assertThat(text(entry, "address")).isNotBlank();
        assertThat(entry.get("duration_ms").doubleValue()).isPositive();
        assertThat(text(entry, "txn"))
                .isEqualTo(stage.requests()
                        .read(stage.requests().of(scim.connection()).getFirst())
                        .getId());
        assertThat(entry.toString()).doesNotContain("ada@example.com");
    }

    @Test
    void tellsANoOpFromAChange() {
        String id = scim.post("/Users", ADA).id();
        scim.put("/Users/" + id, ADA).expect(200);

        JsonNode entry = logged(2).getFirst();

        assertThat(text(entry, "outcome")).isEqualTo("unchanged");
        assertThat(text(entry, "path")).isEqualTo("/Users/" + id);
        assertThat(entry.get("sequence")).isNull();
    }

    @Test
    void tellsWhyACallWasRefusedAndWhatToDo() {
        scim.post("/Users", ADA).expect(201);
        scim.post("/Users", ADA).expectError(409, "uniqueness");
        scim.get("/Users?filter=" + HttpCalls.encoded("mail.address eq \"ada@example.com\""))
                .expectError(400, "invalidFilter");
        scim.withToken("rc_" + scim.connection() + "_wrong").get("/Users").expectError(401, "");
        scim.get("/People/ada@example.com").expectError(404, "");

        List<JsonNode> entries = logged(5);

        assertThat(entries.get(3).get("status").intValue()).isEqualTo(409);
        assertThat(text(entries.get(3), "scim_type")).isEqualTo("uniqueness");
        assertThat(text(entries.get(3), "outcome")).isEqualTo("refused");
        assertThat(text(entries.get(3), "detail")).contains("userName");
        assertThat(entries.get(3).get("resource")).as("nothing was created").isNull();
        assertThat(text(entries.get(2), "query")).isEqualTo("filter=… eq \"…\"");
        assertThat(text(entries.get(2).get("advice"), "place")).contains("User Filter Expression");
        assertThat(entries.get(1).get("credential")).isNull();
        assertThat(text(entries.get(1).get("advice"), "place")).contains("OAuth Access Token");
        assertThat(text(entries.get(0), "path")).isEqualTo("/…/…");
        assertThat(text(entries.get(0).get("advice"), "place")).contains("SCIM Base URL");
        assertThat(entries.toString()).doesNotContain("ada@example.com", "wrong_", "mail.address\"");
    }

    @Test
    void tellsOfALookUpWhatItFoundButNotWhomItWasFor() {
        scim.post("/Users", ADA).expect(201);
        scim.list("/Users", "username Eq \"ada@example.com\"").expect(200);

        JsonNode entry = logged(2).getFirst();

        assertThat(text(entry, "query")).isEqualTo("filter=username Eq \"…\"");
        assertThat(entry.get("found").longValue()).isEqualTo(1);
        assertThat(text(entry, "outcome")).isEqualTo("answered");
    }

    @Test
    void tellsWhatWasToleratedAndWhatCuresIt() {
        scim.post("/Users", "{\"userName\": \"ada\", \"active\": \"True\"}").expect(201);

        JsonNode entry = page("?warnings=true", 1).getFirst();

        assertThat(entry.get("warnings").toString()).contains("active");
        assertThat(page("?warnings=true&outcome=refused", 0)).isEmpty();
    }

    @Test
    void keepsARefusedBodyRedactedAndShowsATakenOne() {
        scim.post("/Users", "{\"userName\": 7, \"active\": \"False\", \"title\": \"Countess\"}")
                .expectError(400, "invalidValue");
        scim.post("/Users", ADA).expect(201);

        List<JsonNode> entries = logged(2);

        assertThat(body(entries.get(1))).isEqualTo("{\"userName\":0,\"active\":\"False\",\"title\":\"…\"}");
        assertThat(body(entries.get(0))).isEqualTo("{\"userName\":\"…\",\"title\":\"…\"}");
    }

    @Test
    void tellsOfEachOperationOfABulkRequest() {
        scim.post("/Bulk", """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [
                  {"method": "POST", "path": "/Users", "bulkId": "a", "data": {"userName": "ada"}},
                  {"method": "POST", "path": "/Groups", "bulkId": "g",
                   "data": {"displayName": "Eng", "members": [{"value": "bulkId:a"}]}},
                  {"method": "DELETE", "path": "/Users/ada@example.com"}]}""").expect(200);

        List<JsonNode> entries = logged(4);

        JsonNode whole = entries.stream()
                .filter(entry -> text(entry, "path").equals("/Bulk"))
                .findFirst()
                .orElseThrow();
        assertThat(text(whole, "outcome")).isEqualTo("answered");
        assertThat(entries)
                .filteredOn(entry -> entry != whole)
                .allSatisfy(entry -> assertThat(text(entry, "bulk")).isEqualTo(text(whole, "id")))
                .allSatisfy(entry -> assertThat(entry.get("credential")).isNotNull())
                .extracting(entry -> text(entry, "path") + " " + entry.get("status") + " " + text(entry, "outcome"))
                .containsExactlyInAnyOrder("/Users 201 applied", "/Groups 201 applied", "/Users/… 404 refused");
        assertThat(page("?resource_type=group", 1)
                        .getFirst()
                        .get("members_added")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void saysThatItWasPredicted() {
        stage.worker().pause();
        scim.post("/Users", ADA).expect(201);
        assertThat(text(logged(1).getFirst(), "outcome")).isEqualTo("predicted");
    }

    @Test
    void takesACallOfAWrongBaseUrlForTheConnectionThatItsTokenNames() {
        var lost = new HttpCalls(scim.base().replace("/" + scim.connection(), ""), scim.token());
        lost.get("/Users").expectError(401, "");

        JsonNode entry = logged(1).getFirst();

        assertThat(text(entry, "path")).isEqualTo("/scim/v2/Users");
        assertThat(text(entry.get("advice"), "place")).contains("SCIM Base URL");
    }

    @Test
    void doesNotTellOneConnectionOfAnothersCredential() {
        HttpCalls other = stage.connection();
        scim.withToken(other.token()).get("/Users").expectError(401, "");

        assertThat(logged(1).getFirst().get("credential")).isNull();
        assertThat(stage.bean(LastUse.class).of(scim.connection())).isEmpty();
    }

    @Test
    void filters() {
        Instant start = Instant.now();
        String ada = scim.post("/Users", ADA).id();
        scim.get("/Users/" + ada).expect(200);
        scim.get("/Users/" + UUID.randomUUID()).expectError(404, "");
        scim.post("/Groups", "{\"displayName\": \"Eng\"}").expect(201);
        scim.delete("/Users/" + ada).expect(204);
        logged(5);

        assertThat(page("?method=post", 2)).hasSize(2);
        assertThat(page("?status=4xx", 1)).hasSize(1);
        assertThat(page("?status=204", 1)).hasSize(1);
        assertThat(page("?outcome=applied,refused", 4)).hasSize(4);
        assertThat(page("?resource_type=group", 1)).hasSize(1);
        assertThat(page("?resource=" + ada, 3)).hasSize(3);
        assertThat(page("?resource=" + ada + "&method=GET", 1)).hasSize(1);
        assertThat(page("?since=" + start, 5)).hasSize(5);
        assertThat(page("?until=" + start.minusSeconds(1), 0)).isEmpty();
        assertThat(page("?since=2026-01-31T08:00:00%2B01:00&until=2126-01-31T08:00:00Z", 5))
                .hasSize(5);
    }

    @Test
    void saysWhatIsWrongWithAQuery() {
        for (String wrong : List.of(
                "method=FETCH",
                "status=6xx",
                "status=40",
                "outcome=good",
                "resource_type=device",
                "resource=ada",
                "since=yesterday",
                "until=2026-01-31",
                "since=1960-01-01T00:00:00Z",
                "since=%2B999999999-12-31T23:59:59Z",
                "until=%2B10889-08-02T05:31:51Z",
                "warnings=maybe",
                "cursor=eyJ9",
                "limit=0",
                "limit=201",
                "limit=many",
                "colour=red")) {
            JsonNode problem = admin.get(path + "?" + wrong).expect(400);
            assertThat(text(problem, "detail")).as(wrong).isNotBlank();
        }
        admin.get("/api/v1/connections/nobody/requests").expect(404);
        admin.get(path + "/" + UUID.randomUUID()).expect(404);
        admin.withToken("no").get(path).expect(401);
    }

    @Test
    void pagesThroughEachOnceWhileNewOnesArrive() {
        for (int i = 0; i < 10; i++) {
            scim.get("/Users/" + UUID.randomUUID());
        }
        List<String> all = ids(logged(10));

        var paged = new ArrayList<String>();
        String cursor = "";
        do {
            JsonNode page = admin.get(path + "?limit=3&status=404" + cursor).expect(200);
            page.get("requests").forEach(entry -> paged.add(text(entry, "id")));
            scim.get("/Users/" + UUID.randomUUID());
            cursor = page.has("next_cursor") ? "&cursor=" + text(page, "next_cursor") : "";
        } while (!cursor.isEmpty());

        assertThat(paged).isEqualTo(all);
    }

    @Test
    void losesNothingWhileInstancesComeAndGo() {
        int calls = 0;
        for (int round = 0; round < 2; round++) {
            try (var other = stage.start(Map.of())) {
                var there = new HttpCalls(Stage.url(other) + "/scim/v2/" + scim.connection(), scim.token());
                for (int i = 0; i < 10; i++) {
                    there.get("/Users").expect(200);
                    scim.get("/Groups").expect(200);
                    calls += 2;
                }
            }
        }
        int all = calls;

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                admin.get(path + "?limit=200").expect(200).get("requests"))
                        .hasSize(all));
    }

    @Test
    void knowsTheFirstCallsOfASetupAndWhatWentWrong() {
        scim.withToken("rc_wrong").get("/Users").expect(401);
        var step = awaitStep(Milestone.AUTHENTICATED, true);
        assertThat(step.isTroubled()).isTrue();
        assertThat(step.missed().advice().place()).contains("OAuth Access Token");

        scim.list("/Users", "email Xx \"a\"").expect(400);
        scim.list("/Users", "username Eq \"a\"").expect(200);
        String ada = scim.post("/Users", ADA).id();
        scim.post("/Groups", "{\"displayName\": \"Eng\", \"members\": [{\"value\": \"" + ada + "\"}]}")
                .expect(201);
        scim.put("/Users/" + ada, ADA.replace("}", ", \"active\": false}")).expect(200);

        await().untilAsserted(() ->
                assertThat(progress().step(Milestone.DEACTIVATION).first()).isNotNull());
        var progress = progress();
        assertThat(progress.steps()).allSatisfy(one -> {
            assertThat(one.first()).as(one.milestone().label()).isNotNull();
            assertThat(one.isTroubled()).as(one.milestone().label()).isFalse();
        });
        assertThat(progress.step(Milestone.LOOKUP).missed().advice().action()).contains("username Eq");
        assertThat(progress.step(Milestone.USER).first().entry().getResource()).isEqualTo(ada);
        assertThat(progress.step(Milestone.USER).first().time())
                .isCloseTo(Instant.now(), org.assertj.core.api.Assertions.within(Duration.ofMinutes(1)));
        assertThat(progress.trouble().seen().entry().getScimType()).isEqualTo("invalidFilter");

        String credential = progress.step(Milestone.USER).first().entry().getCredential();
        assertThat(stage.bean(LastUse.class).of(scim.connection()))
                .containsOnlyKeys(credential)
                .allSatisfy((_, time) -> assertThat(time).isAfter(Instant.now().minusSeconds(60)));
    }

    private FirstCalls.Step awaitStep(Milestone milestone, boolean isMissed) {
        await().untilAsserted(() ->
                assertThat(progress().step(milestone).missed() != null).isEqualTo(isMissed));
        return progress().step(milestone);
    }

    private FirstCalls.Progress progress() {
        return stage.bean(FirstCalls.class).of(scim.connection());
    }

    /** All of the connection, newest first, once there are so many. */
    private List<JsonNode> logged(int count) {
        return page("", count);
    }

    private List<JsonNode> page(String query, int count) {
        await().untilAsserted(() ->
                assertThat(admin.get(path + query).expect(200).get("requests")).hasSize(count));
        return admin.get(path + query).expect(200).get("requests").valueStream().toList();
    }

    private String body(JsonNode entry) {
        return text(admin.get(path + "/" + text(entry, "id")).expect(200), "body");
    }

    private static List<String> ids(List<JsonNode> entries) {
        return entries.stream().map(entry -> text(entry, "id")).toList();
    }

    private static String text(JsonNode node, String name) {
        assertThat(node.get(name)).as(name + " of " + node).isNotNull();
        return node.get(name).stringValue();
    }
}
