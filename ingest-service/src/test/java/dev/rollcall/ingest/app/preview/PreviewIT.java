package dev.rollcall.ingest.app.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.delivery.LedgerEntry;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an app would get, with its scope and mapping as they are saved or drafted. */
class PreviewIT {

    private final Stage stage = Stage.shared();
    private final HttpCalls scim = stage.connection();
    private final HttpCalls admin = stage.admin();
    private final String ada =
            scim.post("/Users", "{\"userName\": \"ada\", \"title\": \"Dr\"}").id();
    private final String sales = scim.post(
                    "/Groups", "{\"displayName\": \"Sales\", \"members\": [{\"value\": \"" + ada + "\"}]}")
            .id();

    @Test
    void showsTheRequestThatAScimAppWouldGet() {
        JsonNode item = item(preview(scimApp(), "\"user\": \"ADA\"", ""));

        assertThat(item.path("in_scope").booleanValue()).isTrue();
        assertThat(item.path("resource").asString()).isEqualTo(ada);
        JsonNode request = item.path("requests").get(0);
        assertThat(request.path("method").asString() + request.path("path").asString())
                .isEqualTo("POST/Users");
        assertThat(request.at("/body/userName").asString()).isEqualTo("ada");
        assertThat(request.at("/body/externalId").asString()).isEqualTo(ada);
    }

    @Test
    void triesADraftOfScopeAndMapping() {
        String app = scimApp();
        settle(app, ada, "r-1");
        JsonNode out = item(preview(app, "\"user\": \"" + ada + "\"", """
                , "draft": {"scope": {"users": "active eq true and groups.display eq \\"Board\\""}}"""));
        assertThat(out.path("in_scope").booleanValue()).isFalse();
        assertThat(out.path("unmet").toString()).isEqualTo("[\"groups\"]");
        assertThat(out.path("reason").asString()).contains("isn't in the scope");
        assertThat(out.at("/requests/0/method").asString()
                        + out.at("/requests/0/path").asString())
                .isEqualTo("DELETE/Users/r-1");

        JsonNode in = item(preview(app, "\"user\": \"ada\"", """
                , "draft": {"scope": {"users": "groups.display eq \\"Sales\\""},
                            "mapping": {"userName": "userName & '@corp'", "nickName": "groups.display"}}"""));
        assertThat(in.at("/requests/0/method").asString()).isEqualTo("PUT");
        assertThat(in.at("/requests/0/body/userName").asString()).isEqualTo("ada@corp");
        assertThat(in.at("/requests/0/body/nickName").asString()).isEqualTo("Sales");
        assertThat(in.at("/requests/0/body").has("title")).isFalse();
    }

    @Test
    void tellsOnWhichUserAMappingFails() {
        JsonNode item = item(preview(scimApp(), "\"user\": \"ada\"", """
                , "draft": {"mapping": {"userName": "userName + 1"}}"""));

        assertThat(item.path("reason").asString()).startsWith("mapping of userName: fails");
        assertThat(item.path("requests").isEmpty()).isTrue();
    }

    @Test
    void showsTheMessagesThatAWebhookWouldGet() {
        String app = webhook();
        JsonNode group = item(preview(app, "\"group\": \"sales\"", ""));
        assertThat(group.path("resource").asString()).isEqualTo(sales);
        assertThat(group.at("/messages/0/type").asString()).isEqualTo("group.entered");

        scim.put("/Users/" + ada, "{\"userName\": \"ada\", \"active\": false}").expect(200);
        JsonNode all =
                preview(app, "\"since\": \"PT24H\"", ", \"draft\": {\"scope\": {\"users\": \"active eq true\"}}");
        assertThat(all.path("complete").booleanValue()).isTrue();
        assertThat(all.path("items").valueStream())
                .extracting(item -> item.path("resource_type").asString() + " "
                        + item.path("in_scope").booleanValue() + " "
                        + item.at("/messages/0/type").asString(""))
                .containsExactly("user true user.created", "group true group.created", "user false ");
        assertThat(all.toString()).doesNotContain("whsec_");
    }

    @Test
    void refusesWhatCannotBeShown() {
        String app = scimApp();
        assertThat(refused(app, "\"user\": \"nobody\"", "", 404)).contains("no such user");
        assertThat(refused(app, "\"user\": \"ada\", \"group\": \"x\"", "", 400)).contains("one of user, group");
        assertThat(refused(app, "\"since\": \"yesterday\"", "", 400)).contains("PT24H");
        assertThat(refused(app, "\"user\": \"ada\"", ", \"draft\": {\"scope\": {\"users\": \"userNme pr\"}}", 400))
                .contains("scope.users: The filter names userNme");
        assertThat(refused(app, "\"user\": \"ada\"", ", \"draft\": {\"mapping\": {\"userName\": \"a b\"}}", 400))
                .contains("mapping of userName: at character");
        assertThat(refused("none", "\"user\": \"ada\"", "", 404)).contains("no app");
        String tokens = app("\"set_push\", \"secret\": \"token\"");
        assertThat(refused(tokens, "\"user\": \"ada\"", "", 400)).contains("Security Event Tokens");
    }

    private static JsonNode item(JsonNode preview) {
        assertThat(preview.path("items").size()).isEqualTo(1);
        return preview.path("items").get(0);
    }

    private JsonNode preview(String app, String what, String more) {
        return admin.post("/api/v1/apps/" + app + "/preview", body(what, more)).expect(200);
    }

    private String refused(String app, String what, String more, int status) {
        return admin.post("/api/v1/apps/" + app + "/preview", body(what, more))
                .expect(status)
                .path("detail")
                .asString();
    }

    private String body(String what, String more) {
        return "{\"connection\": \"" + scim.connection() + "\", " + what + more + "}";
    }

    private String scimApp() {
        return app("\"scim\", \"secret\": \"token\"");
    }

    private String webhook() {
        return app("\"webhook\"");
    }

    private String app(String kind) {
        return admin.post("/api/v1/apps", """
                        {"name": "A", "url": "https://app.example.com/x", "connections": ["%s"], "kind": %s}""".formatted(scim.connection(), kind))
                .expect(201)
                .path("id")
                .asString();
    }

    private void settle(String app, String user, String remoteId) {
        LedgerEntry entry = LedgerEntry.none(app, ResourceType.USER, scim.connection(), user)
                .linked(remoteId, null)
                .settled(1, DeliveryOutcome.DELIVERED, 1, 201, Instant.EPOCH);
        try (var mongo = stage.mongo()) {
            mongo.getDatabase("rollcall").getCollection(LedgerEntry.COLLECTION).insertOne(entry.toDocument());
        }
    }
}
