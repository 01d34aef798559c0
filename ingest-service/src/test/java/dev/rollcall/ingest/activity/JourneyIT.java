package dev.rollcall.ingest.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.delivery.AppStatus;
import dev.rollcall.schemas.delivery.LedgerEntry;
import java.time.Instant;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A call's way through the changes and the directory to the apps. */
class JourneyIT {

    private final Stage stage = Stage.shared();
    private final HttpCalls scim = stage.connection();
    private final HttpCalls admin = stage.admin();
    private final String path = "/api/v1/connections/" + scim.connection() + "/requests";

    @AfterEach
    void resume() {
        stage.worker().resume();
    }

    @Test
    void leadsFromTheCallToEachApp() {
        String crm = app("CRM");
        String wiki = app("Wiki");
        String ada = scim.post("/Users", "{\"userName\": \"ada\"}").id();
        settle(crm, ada, 1, DeliveryOutcome.DELIVERED);
        status(wiki, "The app answered 503; it is tried again.");

        JsonNode journey = journey(1, 0);

        assertThat(text(journey, "stage")).isEqualTo("changed");
        assertThat(text(journey, "summary")).isEqualTo("One change came of it; 1 delivery is pending.");
        JsonNode change = journey.get("changes").get(0);
        assertThat(text(change, "kind")).isEqualTo("urn:ietf:params:scim:event:prov:create:full");
        assertThat(change.get("sequence").longValue()).isEqualTo(1);
        assertThat(text(change, "resource")).isEqualTo(ada);
        assertThat(change.get("changed_attributes").toString())
                .contains("userName")
                .doesNotContain("ada");
        assertThat(change.get("directory").get("applied").booleanValue()).isTrue();
        assertThat(change.get("directory").get("version").longValue()).isEqualTo(1);
        assertThat(change.get("apps").valueStream())
                .extracting(app -> text(app, "name") + " " + text(app, "state"))
                .containsExactly("CRM delivered", "Wiki pending");
        assertThat(text(change.get("apps").get(1), "detail")).contains("503");
    }

    @Test
    void tellsWhatALaterChangeOvertook() {
        String crm = app("CRM");
        String ada = scim.post("/Users", "{\"userName\": \"ada\"}").id();
        scim.put("/Users/" + ada, "{\"userName\": \"ada\", \"title\": \"Dr\"}").expect(200);
        settle(crm, ada, 2, DeliveryOutcome.FAILED);

        JsonNode first = journey(2, 1).get("changes").get(0);
        assertThat(text(first.get("apps").get(0), "state")).isEqualTo("superseded");
        assertThat(first.get("directory").get("version").longValue()).isEqualTo(2);
        JsonNode second = journey(2, 0);
        assertThat(text(second.get("changes").get(0).get("apps").get(0), "state"))
                .isEqualTo("failed");
        assertThat(text(second, "summary")).contains("1 was given up");
    }

    @Test
    void tellsOfAChangeWhatItsReceiptSaysAlsoWhereALaterOneOvertookIt() {
        String crm = app("CRM");
        String ada = scim.post("/Users", "{\"userName\": \"ada\"}").id();
        settle(crm, ada, 2, DeliveryOutcome.FAILED);
        String change = text(journey(1, 0).get("changes").get(0), "id");
        stage.deliveries(scim.connection())
                .settle(
                        crm,
                        ada,
                        1,
                        DeliveryOutcome.DELIVERED,
                        receipt -> receipt.setChange(change)
                                .setAttempts(2)
                                .setDetail("Linked to an account that was there"));

        await().untilAsserted(() -> assertThat(
                        text(journey(1, 0).get("changes").get(0).get("apps").get(0), "state"))
                .isEqualTo("delivered"));
        JsonNode app = journey(1, 0).get("changes").get(0).get("apps").get(0);
        assertThat(app.get("attempts").intValue()).isEqualTo(2);
        assertThat(app.get("status").intValue()).isEqualTo(200);
        assertThat(app.get("latency_ms").longValue()).isEqualTo(120);
        assertThat(text(app, "detail")).isEqualTo("Linked to an account that was there");
    }

    @Test
    void tellsEveryChangeOfOneCall() {
        String ada = scim.post("/Users", "{\"userName\": \"ada\"}").id();
        scim.post("/Groups", "{\"displayName\": \"Eng\", \"members\": [{\"value\": \"" + ada + "\"}]}")
                .expect(201);
        scim.delete("/Users/" + ada).expect(204);

        JsonNode journey = journey(3, 0);

        assertThat(journey.get("changes").valueStream())
                .extracting(change -> text(change, "resource_type") + " " + text(change, "cause"))
                .containsExactly("group cascade", "user request");
        assertThat(journey.get("changes").get(1).get("directory").get("applied").booleanValue())
                .isTrue();
        assertThat(text(journey, "summary")).isEqualTo("2 changes came of it, and every app has it.");
    }

    @Test
    void saysWhyNothingCameOfACall() {
        String ada = scim.post("/Users", "{\"userName\": \"ada\"}").id();
        scim.put("/Users/" + ada, "{\"userName\": \"ada\"}").expect(200);
        scim.get("/Users").expect(200);
        scim.post("/Users", "{\"userName\": \"ada\"}").expect(409);
        stage.worker().pause();
        scim.post("/Users", "{\"userName\": \"eve\"}", "Prefer", "respond-async")
                .expect(202);

        assertThat(text(journey(5, 3), "stage")).isEqualTo("unchanged");
        assertThat(text(journey(5, 2), "stage")).isEqualTo("read");
        assertThat(text(journey(5, 1), "stage")).isEqualTo("refused");
        assertThat(text(journey(5, 0), "stage")).isEqualTo("waiting");
        stage.worker().resume();
        await().untilAsserted(() -> assertThat(text(journey(5, 0), "stage")).isEqualTo("changed"));
    }

    private JsonNode journey(int count, int position) {
        await().untilAsserted(() ->
                assertThat(admin.get(path).expect(200).get("requests")).hasSize(count));
        String id = text(admin.get(path).expect(200).get("requests").get(position), "id");
        return admin.get(path + "/" + id + "/journey").expect(200);
    }

    private String app(String name) {
        return stage.app(name, scim.connection());
    }

    private void settle(String app, String user, long sequence, DeliveryOutcome outcome) {
        try (var mongo = stage.mongo()) {
            mongo.getDatabase("rollcall")
                    .getCollection(LedgerEntry.COLLECTION)
                    .insertOne(LedgerEntry.none(app, ResourceType.USER, scim.connection(), user)
                            .settled(sequence, outcome, 1, 200, Instant.now())
                            .toDocument());
        }
    }

    private void status(String app, String detail) {
        try (var mongo = stage.mongo()) {
            mongo.getDatabase("rollcall")
                    .getCollection(AppStatus.COLLECTION)
                    .insertOne(new Document(
                            new AppStatus(app, AppStatus.State.OPEN, null, 503, detail, 1, Instant.now(), 0, null)
                                    .toDocument()));
        }
    }

    private static String text(JsonNode node, String name) {
        assertThat(node.get(name)).as(name + " of " + node).isNotNull();
        return node.get(name).stringValue();
    }
}
