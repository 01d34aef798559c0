package dev.rollcall.ingest.app.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.delivery.LedgerEntry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
                .containsExactly("user true user.created", "group true group.created", "user false user.left");
        assertThat(all.toString()).doesNotContain("whsec_");
    }

    @Test
    void aWebhookThatWantsSomeKindsIsShownOnlyThose() {
        String app = app("\"webhook\", \"kinds\": [\"urn:ietf:params:scim:event:prov:delete\"]");

        JsonNode item = preview(app, "\"since\": \"PT24H\"", "").at("/items/0");

        assertThat(item.path("messages").isEmpty()).isTrue();
        assertThat(item.path("reason").asString()).contains("kinds that the app wants");
    }

    @Test
    void showsTheTokensOfYesterdaysChangesInTheirOrderAndUnsigned() {
        scim.put("/Users/" + ada, "{\"userName\": \"ada\", \"active\": false}").expect(200);
        JsonNode all = preview(tokens("\"body\": \"full\", \"audience\": \"them\""), "\"since\": \"PT24H\"", "");

        assertThat(kinds(all))
                .containsExactly(
                        "user [urn:ietf:params:scim:event:prov:create:full]",
                        "group [urn:ietf:params:scim:event:prov:create:full]",
                        "user [urn:ietf:params:scim:event:prov:put:full, urn:ietf:params:scim:event:prov:deactivate]");
        JsonNode token = all.at("/items/0/tokens/0");
        assertThat(token.path("signed").isBoolean()).isTrue();
        assertThat(token.path("signed").booleanValue()).isFalse();
        assertThat(token.at("/header/typ").asString()).isEqualTo("secevent+jwt");
        assertThat(token.at("/header/alg").asString()).isEqualTo("RS256");
        assertThat(token.at("/payload/aud").asString()).isEqualTo("them");
        assertThat(token.at("/payload/sub_id/uri").asString()).isEqualTo("/Users/" + ada);
        assertThat(token.at("/payload/jti").asString())
                .startsWith(all.at("/items/0/change").asString() + "@");
        assertThat(token.at("/payload/events/urn:ietf:params:scim:event:prov:create:full/data/userName")
                        .asString())
                .isEqualTo("ada");
    }

    @Test
    void showsATokenOfAPersonThatTellsNoValues() {
        JsonNode entering = item(preview(tokens("\"body\": \"notice\""), "\"user\": \"ada\"", ""));
        assertThat(entering.at("/tokens/0/payload/events").propertyNames())
                .containsExactly("urn:ietf:params:scim:event:feed:add");

        JsonNode changed = item(preview(tokens("\"body\": \"notice\""), "\"user\": \"ada\", \"since\": \"PT1H\"", ""));
        JsonNode notice = changed.at("/tokens/0/payload/events/urn:ietf:params:scim:event:prov:create:notice");
        assertThat(notice.path("attributes").valueStream().map(JsonNode::asString))
                .contains("id", "userName", "title");
        assertThat(changed.toString()).doesNotContain("Dr");
    }

    @Test
    void showsWhoEntersAndLeavesByAGroupAndWhoIsOutAlready() {
        scim.patch("/Groups/" + sales, """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                 "Operations": [{"op": "remove", "path": "members[value eq \\"%s\\"]"}]}""".formatted(ada)).expect(204);
        String app = polled();
        String scope =
                ", \"draft\": {\"scope\": {\"users\": \"groups.display eq \\\"Sales\\\"\", \"groups\": \"displayName eq \\\"-\\\"\"}}";

        JsonNode all = preview(app, "\"user\": \"ada\", \"since\": \"PT24H\"", scope);
        assertThat(kinds(all))
                .containsExactly(
                        "user []",
                        "user [urn:ietf:params:scim:event:feed:add]",
                        "user [urn:ietf:params:scim:event:feed:remove]");
        assertThat(all.path("items")
                        .valueStream()
                        .map(item -> item.path("in_scope").booleanValue()))
                .containsExactly(false, true, false);
    }

    @Test
    void whomADraftLeavesOutLeavesOnceAndWithFirstOfTheChanges() {
        String app = tokens("\"body\": \"full\"");
        settle(app, ada, null);
        scim.put("/Users/" + ada, "{\"userName\": \"ada\", \"title\": \"Prof\"}")
                .expect(200);
        scim.put("/Users/" + ada, "{\"userName\": \"ada\", \"title\": \"Dr Prof\"}")
                .expect(200);

        JsonNode all = preview(
                app,
                "\"user\": \"ada\", \"since\": \"PT24H\"",
                ", \"draft\": {\"scope\": {\"users\": \"active eq false\"}}");

        assertThat(kinds(all)).containsExactly("user []", "user [urn:ietf:params:scim:event:feed:remove]", "user []");
        assertThat(item(preview(app, "\"user\": \"ada\"", ", \"draft\": {\"scope\": {\"users\": \"active eq false\"}}"))
                        .at("/tokens/0/payload/events")
                        .propertyNames())
                .containsExactly("urn:ietf:params:scim:event:feed:remove");
    }

    private static List<String> kinds(JsonNode preview) {
        return preview.path("items")
                .valueStream()
                .map(item -> item.path("resource_type").asString() + " "
                        + item.path("tokens")
                                .valueStream()
                                .flatMap(token -> token.at("/payload/events").propertyNames().stream())
                                .toList())
                .toList();
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
        assertThat(refused(app, "\"user\": \"ada\"", ", \"draft\": {\"mapping\": {\"userName\": null}}", 400))
                .contains("mapping.userName must be a JSONata expression");
        assertThat(refused("none", "\"user\": \"ada\"", "", 404)).contains("no app");
        assertThat(refused(
                        tokens("\"body\": \"full\""),
                        "\"user\": \"ada\"",
                        ", \"draft\": {\"mapping\": {\"userName\": \"id\"}}",
                        400))
                .contains("for SCIM apps");
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

    private String tokens(String more) {
        return app("\"set_push\", \"secret\": \"token\", " + more);
    }

    private String polled() {
        return admin.post("/api/v1/apps", """
                        {"name": "A", "connections": ["%s"], "kind": "set_poll"}""".formatted(scim.connection()))
                .expect(201)
                .path("id")
                .asString();
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

    private void settle(String app, String user, @Nullable String remoteId) {
        LedgerEntry none = LedgerEntry.none(app, ResourceType.USER, scim.connection(), user);
        LedgerEntry entry = (remoteId == null ? none : none.linked(remoteId, null))
                .settled(1, DeliveryOutcome.DELIVERED, 1, 201, Instant.EPOCH);
        try (var mongo = stage.mongo()) {
            mongo.getDatabase("rollcall").getCollection(LedgerEntry.COLLECTION).insertOne(entry.toDocument());
        }
    }
}
