package dev.rollcall.ingest.history.restore;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import dev.rollcall.event.Cause;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Roll;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.directory.DirectoryCollections;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** People and groups are brought back to what they were. */
class RestoreIT {

    private final Stage stage = Stage.shared();
    private final HttpCalls scim = stage.connection();
    private final String connection = scim.connection();
    private final Roll roll = new Roll(scim);
    private final HttpCalls admin = stage.admin();

    @Test
    void showsWhatDiffersAndChangesNothing() {
        String ada = roll.user("ada");
        roll.replace(ada, "ada.king", ", \"title\": \"Countess\"");

        JsonNode plan = plan("users", ada, 1);

        assertThat(plan.get("action").stringValue()).isEqualTo("replace");
        assertThat(plan.get("done").booleanValue()).isFalse();
        assertThat(plan.get("differences").toString())
                .isEqualTo("[{\"path\":\"title\",\"before\":\"Countess\"},"
                        + "{\"path\":\"userName\",\"before\":\"ada.king\",\"after\":\"ada\"}]");
        assertThat(stage.changes(connection).all()).hasSize(2);
    }

    @Test
    void restoresAttributesAndGroupsByChangesThatSayWhoAndWhy() {
        String ada = scim.post("/Users", Roll.user("ada", ", \"active\": true"))
                .expect(201)
                .get("id")
                .stringValue();
        String poets = roll.group("Poets");
        String bosses = roll.group("Bosses");
        roll.join(poets, ada);
        roll.replace(ada, "ada", ", \"title\": \"Countess\", \"externalId\": \"x\", \"active\": false");
        roll.leave(poets, ada);
        roll.join(bosses, ada);

        JsonNode done = restore("users", ada, 4);

        assertThat(done.get("done").booleanValue()).isTrue();
        assertThat(done.get("not_restored")).isEmpty();
        JsonNode now = scim.get("/Users/" + ada).expect(200);
        assertThat(now.has("title")).isFalse();
        assertThat(now.has("externalId")).isFalse();
        assertThat(now.get("active").booleanValue()).isTrue();
        assertThat(now.get("groups")).hasSize(1);
        assertThat(now.get("groups").get(0).get("value").stringValue()).isEqualTo(poets);
        assertThat(stage.changes(connection).all().subList(7, 10)).allSatisfy(change -> {
            assertThat(change.getCause()).isEqualTo(Cause.RESTORE);
            assertThat(change.getOperator()).isEqualTo("admin-token");
            assertThat(change.getReason()).isEqualTo("A mistake");
        });
        assertThat(plan("users", ada, 4).get("action").stringValue()).isEqualTo("none");
    }

    @Test
    void namesTheGroupsThatComeAndGo() {
        String ada = roll.user("ada");
        String poets = roll.group("Poets");
        String bosses = roll.group("Bosses");
        String gone = roll.group("Gone");
        roll.join(poets, ada);
        roll.join(gone, ada);
        roll.leave(poets, ada);
        roll.join(bosses, ada);
        roll.delete("/Groups/" + gone);

        JsonNode plan = plan("users", ada, 6);

        assertThat(plan.get("joins").toString()).isEqualTo(named(poets, "Poets"));
        assertThat(plan.get("leaves").toString()).isEqualTo(named(bosses, "Bosses"));
        assertThat(plan.get("not_restored").get(0).get("id").stringValue()).isEqualTo(gone);
        assertThat(plan.get("not_restored").get(0).get("display").stringValue()).isEqualTo("Gone");
    }

    @Test
    void namesMembersButNobodyWhoIsForgotten() {
        String ada = roll.user("ada");
        String bob = roll.user("bob");
        String poets = roll.group("Poets");
        roll.join(poets, ada);
        roll.join(poets, bob);
        roll.leave(poets, ada);
        admin.post("/api/v1/directory/users/" + bob + "/erasure", """
                {"connection": "%s", "reason": "Case 4711", "force": true}""".formatted(connection))
                .expect(200);

        JsonNode plan = plan("groups", poets, 5);

        assertThat(plan.get("joins").toString()).isEqualTo(named(ada, "ada"));
        assertThat(plan.get("not_restored").get(0).get("id").stringValue()).isEqualTo(bob);
        assertThat(plan.get("not_restored").get(0).get("display").isNull()).isTrue();
    }

    @Test
    void whoHadNoValueOfActiveHasNoneAgain() {
        String ada = roll.user("ada");
        scim.patch("/Users/" + ada, """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                 "Operations": [{"op": "remove", "path": "active"}]}""").expect(200);
        roll.replace(ada, "ada", ", \"active\": false");

        restore("users", ada, 2);
        assertThat(scim.get("/Users/" + ada).expect(200).has("active")).isFalse();
        roll.delete("/Users/" + ada);
        String again = restore("users", ada, 2).get("restored_as").stringValue();

        assertThat(scim.get("/Users/" + again).expect(200).has("active")).isFalse();
    }

    @Test
    void whoWasDeletedIsCreatedAnewInTheGroupsThatAreLeft() {
        String ada = roll.user("ada");
        String poets = roll.group("Poets");
        String gone = roll.group("Gone");
        roll.join(poets, ada);
        roll.join(gone, ada);
        roll.delete("/Users/" + ada);
        roll.delete("/Groups/" + gone);

        JsonNode done = restore("users", ada, 5);
        JsonNode again = plan("users", ada, 5);

        String id = done.get("restored_as").stringValue();
        assertThat(id).isNotEqualTo(ada);
        JsonNode now = scim.get("/Users/" + id).expect(200);
        assertThat(now.get("userName").stringValue()).isEqualTo("ada");
        assertThat(now.get("groups").get(0).get("value").stringValue()).isEqualTo(poets);
        assertThat(done.get("not_restored").get(0).get("id").stringValue()).isEqualTo(gone);
        assertThat(again.get("restored_as").stringValue()).as("not twice").isEqualTo(id);
        assertThat(again.get("action").stringValue()).isEqualTo("none");

        roll.delete("/Users/" + id);
        assertThat(plan("users", ada, 5).get("restored_as").stringValue())
                .as("ids are never reused")
                .isNotIn(ada, id);
    }

    @Test
    void aGroupGetsItsMembersWhoAreLeft() {
        String ada = roll.user("ada");
        String bob = roll.user("bob");
        String poets = roll.group("Poets");
        roll.join(poets, ada);
        roll.join(poets, bob);
        roll.rename(poets, "Engineers");
        roll.delete("/Groups/" + poets);
        roll.delete("/Users/" + bob);

        JsonNode done = restore("groups", poets, 5);

        JsonNode now =
                scim.get("/Groups/" + done.get("restored_as").stringValue()).expect(200);
        assertThat(now.get("displayName").stringValue()).isEqualTo("Poets");
        assertThat(now.get("members")).hasSize(1);
        assertThat(now.get("members").get(0).get("value").stringValue()).isEqualTo(ada);
        assertThat(done.get("not_restored").get(0).get("id").stringValue()).isEqualTo(bob);
    }

    @Test
    void whoIsRestoredTwiceBeforeTheDirectoryKnowsIsThereOnce() {
        String poets = roll.group("Poets");
        roll.delete("/Groups/" + poets);
        String restored = restore("groups", poets, 1).get("restored_as").stringValue();
        MongoCollection<Document> groups =
                stage.bean(DirectoryCollections.class).groups();
        var projected = Filters.eq("_id", connection + "/" + restored);
        Document document = Objects.requireNonNull(groups.find(projected).first());

        // as long as the directory is behind the log
        groups.deleteOne(projected);
        JsonNode again = plan("groups", poets, 1);
        groups.insertOne(document);

        assertThat(again.get("restored_as").stringValue()).isEqualTo(restored);
        post("groups", poets, 1, again.get("guard").stringValue()).expect(412);
        assertThat(scim.get("/Groups?count=0").expect(200).get("totalResults").intValue())
                .isOne();
    }

    @Test
    void nothingThatChangedSinceIsOverwritten() {
        String ada = roll.user("ada");
        roll.replace(ada, "ada", ", \"title\": \"Countess\"");
        String guard = plan("users", ada, 1).get("guard").stringValue();
        roll.replace(ada, "ada", ", \"title\": \"Mathematician\"");

        post("users", ada, 1, guard).expect(412);
        String poets = roll.group("Poets");
        guard = plan("users", ada, 1).get("guard").stringValue();
        roll.join(poets, ada);
        post("users", ada, 1, guard).expect(412);

        assertThat(scim.get("/Users/" + ada).expect(200).get("title").stringValue())
                .isEqualTo("Mathematician");
    }

    @Test
    void saysBeforehandWhatWouldBeRefused() {
        String ada = roll.user("ada");
        roll.replace(ada, "ada.king", "");
        roll.user("ada");

        JsonNode plan = plan("users", ada, 1);

        assertThat(plan.get("obstacle").stringValue()).startsWith("409");
        post("users", ada, 1, plan.get("guard").stringValue()).expect(409);
        assertThat(stage.changes(connection).all())
                .extracting(IdentityChange::getCause)
                .doesNotContain(Cause.RESTORE);
    }

    @Test
    void refusesWhatCannotBeMeant() {
        String ada = roll.user("ada");
        String path = "/api/v1/directory/users/" + ada + "/restore";

        admin.post(path, "{}").expect(400);
        admin.post(path, "{\"at\": \"2026-11-30T00:00:00Z\", \"sequence\": 1}").expect(400);
        admin.post(path, "{\"sequence\": 1, \"guard\": \"x\"}").expect(400);
        admin.post(path, "{\"at\": \"+999999999-12-31T23:59:59Z\"}").expect(400);
        admin.post("/api/v1/directory/groups/" + ada + "/restore", "{\"sequence\": 1}")
                .expect(404);
        admin.withToken("no-admin-token-at-all").post(path, "{\"sequence\": 1}").expect(401);
    }

    private static String named(String id, String name) {
        return "[{\"id\":\"" + id + "\",\"display\":\"" + name + "\"}]";
    }

    private JsonNode plan(String type, String id, long sequence) {
        return admin.post("/api/v1/directory/" + type + "/" + id + "/restore", """
                {"sequence": %d, "connection": "%s"}""".formatted(sequence, connection))
                .expect(200);
    }

    private JsonNode restore(String type, String id, long sequence) {
        String guard = plan(type, id, sequence).get("guard").stringValue();
        return post(type, id, sequence, guard).expect(200);
    }

    private HttpCalls.Answer post(String type, String id, long sequence, String guard) {
        return admin.post(
                "/api/v1/directory/" + type + "/" + id + "/restore", """
                {"sequence": %d, "connection": "%s", "guard": "%s", "reason": "A mistake"}""".formatted(sequence, connection, guard));
    }
}
