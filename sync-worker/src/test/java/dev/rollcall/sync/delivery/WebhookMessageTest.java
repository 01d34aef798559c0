package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.MessageBody;
import dev.rollcall.schemas.delivery.ScopedChange;
import dev.rollcall.schemas.delivery.WebhookMessage;
import dev.rollcall.sync.Changes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WebhookMessageTest {

    private final Changes changes = new Changes("c1");

    @Test
    void namesWhatHappened() {
        var batch = List.of(
                changes.user("u1", "ada"),
                changes.user("u1", "ada2"),
                changes.user("u1", "ada2", false),
                changes.user("u1", "ada2", true),
                changes.deleteUser("u1"),
                changes.group("g1", "Staff", List.of(), List.of()),
                changes.group("g1", "All staff", List.of(), List.of()),
                changes.group("g1", "All staff", List.of("u2"), List.of()),
                changes.deleteGroup("g1"));

        assertThat(batch)
                .extracting(WebhookMessage::type)
                .containsExactly(
                        "user.created",
                        "user.updated",
                        "user.deactivated",
                        "user.activated",
                        "user.deleted",
                        "group.created",
                        "group.updated",
                        "group.members_changed",
                        "group.deleted");
    }

    @Test
    void rendersTheChangeAsScimJson() {
        var change = changes.user("u1", "ada");

        JsonNode message = JsonMapper.shared().readTree(WebhookMessage.of(change, MessageBody.FULL));

        assertThat(message.path("timestamp").asString())
                .isEqualTo(change.getTime().toString());
        JsonNode data = message.path("data");
        assertThat(data.path("id").asString()).isEqualTo(change.getId());
        assertThat(data.path("sequence").asLong()).isEqualTo(1);
        assertThat(data.path("resourceType").asString()).isEqualTo("User");
        assertThat(data.path("before").isNull()).isTrue();
        assertThat(data.at("/after/userName").asString()).isEqualTo("ada");
        assertThat(data.at("/after/id").asString()).isEqualTo("u1");
        assertThat(data.at("/after/meta/version").asString()).isEqualTo("W/\"1\"");
        assertThat(data.path("membersAdded").isArray()).isTrue();
    }

    @Test
    void leavesActiveOutWhereTheClientRemovedItAndTellsThatTheUserIsActivated() {
        changes.user("u1", "ada", false);

        JsonNode message = JsonMapper.shared()
                .readTree(WebhookMessage.of(changes.userWithoutActive("u1", "ada"), MessageBody.FULL));

        assertThat(message.path("type").asString()).isEqualTo("user.activated");
        assertThat(message.at("/data/before/active").asBoolean(true)).isFalse();
        assertThat(message.at("/data/after").has("active")).isFalse();
    }

    @Test
    void tellsTheOutcomeOfAnAsynchronousRequest() {
        var refused = changes.completed("u1", 409);

        JsonNode message = JsonMapper.shared().readTree(WebhookMessage.of(refused, MessageBody.FULL));

        assertThat(message.path("type").asString()).isEqualTo("request.completed");
        JsonNode data = message.path("data");
        assertThat(data.path("kind").asString()).isEqualTo("urn:ietf:params:scim:event:misc:asyncresp");
        assertThat(data.path("txn").asString()).isEqualTo(refused.getTxn());
        assertThat(data.path("resource").asString()).isEqualTo("u1");
        assertThat(data.path("before").isNull() && data.path("after").isNull()).isTrue();
        assertThat(data.path("outcome").toString())
                .isEqualTo(
                        "{\"operation\":\"replace\",\"status\":409,\"scimType\":\"uniqueness\",\"detail\":\"It is taken.\"}");
        assertThat(JsonMapper.shared()
                        .readTree(WebhookMessage.of(changes.user("u1", "ada"), MessageBody.FULL))
                        .path("data")
                        .has("outcome"))
                .isFalse();
    }

    @Test
    void tellsWhoEnteredWithTheWholeStateAndOfWhoLeftNothingNew() {
        changes.user("u1", "ada");
        var change = changes.user("u1", "ada2");

        JsonNode entered = JsonMapper.shared()
                .readTree(WebhookMessage.of(ScopedChange.entered(change, change.getAfter()), MessageBody.FULL));
        JsonNode left = JsonMapper.shared().readTree(WebhookMessage.of(ScopedChange.left(change), MessageBody.FULL));

        assertThat(entered.path("type").asString()).isEqualTo("user.entered");
        assertThat(entered.at("/data/kind").asString()).isEqualTo("urn:ietf:params:scim:event:feed:add");
        assertThat(entered.at("/data/after/userName").asString()).isEqualTo("ada2");
        assertThat(entered.at("/data/before").isNull()).isTrue();
        assertThat(left.path("type").asString()).isEqualTo("user.left");
        assertThat(left.at("/data/kind").asString()).isEqualTo("urn:ietf:params:scim:event:feed:remove");
        assertThat(left.toString()).contains("u1").doesNotContain("ada2");
    }

    @Test
    void aNoticeTellsWhatChangedAndNoValue() {
        changes.user("u1", "ada");
        var change = IdentityChange.newBuilder(changes.user("u1", "lovelace"))
                .setChangedAttributes(List.of("userName", "emails"))
                .build();

        String message = text(WebhookMessage.of(change, MessageBody.NOTICE));

        assertThat(message).doesNotContain("ada").doesNotContain("lovelace");
        JsonNode data = JsonMapper.shared().readTree(message).path("data");
        assertThat(data.propertyNames())
                .containsExactly(
                        "id",
                        "connection",
                        "sequence",
                        "kind",
                        "alsoKinds",
                        "resourceType",
                        "resource",
                        "version",
                        "changedAttributes",
                        "txn");
        assertThat(data.path("kind").asString()).isEqualTo("urn:ietf:params:scim:event:prov:put:notice");
        assertThat(data.path("sequence").asLong()).isEqualTo(2);
        assertThat(data.path("changedAttributes").toString()).isEqualTo("[\"userName\",\"emails\"]");
    }

    @Test
    void aNoticeNamesNoMembersAndQuotesNoRequest() {
        String members =
                text(WebhookMessage.of(changes.group("g1", "Staff", List.of("u7"), List.of()), MessageBody.NOTICE));
        String outcome = text(WebhookMessage.of(changes.completed("u1", 409), MessageBody.NOTICE));

        assertThat(members).doesNotContain("u7").doesNotContain("Staff");
        assertThat(outcome).contains("\"status\":409").doesNotContain("taken");
    }

    @Test
    void tellsNoValuesWhereItDoesNotKnowHowMuchToTell() {
        var change = changes.user("u1", "ada");

        assertThat(WebhookMessage.of(change, MessageBody.UNKNOWN))
                .isEqualTo(WebhookMessage.of(change, MessageBody.NOTICE));
    }

    @Test
    void isTheSameBytesHoweverOftenItIsSent() {
        var change = changes.group("g1", "Staff", List.of("u1"), List.of());

        assertThat(WebhookMessage.of(change, MessageBody.FULL)).isEqualTo(WebhookMessage.of(change, MessageBody.FULL));
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.UTF_8);
    }
}
