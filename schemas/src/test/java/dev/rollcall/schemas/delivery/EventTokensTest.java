package dev.rollcall.schemas.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.MessageBody;
import dev.rollcall.event.Operation;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.decide.Decision;
import dev.rollcall.schemas.decide.Requests;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Changes as tokens; the figures are those of RFC 9967. */
class EventTokensTest {

    private static final Instant ISSUED = Instant.parse("2026-11-29T10:00:00.5Z");
    private static final EventFeed FULL =
            new EventFeed("crm", "https://scim.example.com", "https://crm.example.com", true, List.of());
    private static final EventFeed NOTICE =
            new EventFeed("crm", "https://scim.example.com", "https://crm.example.com", false, List.of());
    private static final String USER = "44f6142df96bd6ab61e7521d9";
    private static final String GROUP = "176f397ec4c44b94b2cfcb759780b8c2";

    private final Requests requests = new Requests();

    @Test
    void hasTheClaimsOfASecurityEventToken() {
        IdentityChange change = created();

        EventToken token = only(change, FULL);
        JsonNode claims = json(token);

        assertThat(claims.propertyNames())
                .containsExactlyInAnyOrder(
                        "iss", "iat", "jti", "aud", "txn", "toe", "sub_id", "events", "connection", "sequence");
        assertThat(claims.path("iss").stringValue()).isEqualTo("https://scim.example.com");
        assertThat(claims.path("iat").longValue()).isEqualTo(ISSUED.getEpochSecond());
        assertThat(claims.path("toe").longValue()).isEqualTo(change.getTime().getEpochSecond());
        assertThat(claims.path("aud").stringValue()).isEqualTo("https://crm.example.com");
        assertThat(claims.path("txn").stringValue()).isEqualTo(change.getTxn());
        assertThat(claims.path("sequence").longValue()).isEqualTo(1);
        assertThat(claims.path("connection").stringValue()).isEqualTo("c");
        assertThat(claims.path("jti").stringValue()).isEqualTo(token.jti());
        assertThat(claims.path("sub_id")).isEqualTo(read("""
                {"format": "scim", "uri": "/Users/44f6142df96bd6ab61e7521d9", "externalId": "jdoe",
                 "id": "44f6142df96bd6ab61e7521d9"}"""));
    }

    @Test
    void isTheSameTokenHoweverOftenItIsIssuedAndAnotherForAnotherApp() {
        IdentityChange change = created();
        var other = new EventFeed("hr", FULL.issuer(), "hr", true, List.of());

        assertThat(only(change, FULL)).isEqualTo(only(change, FULL));
        assertThat(EventTokens.of(change, FULL, false, ISSUED.plusSeconds(60)))
                .extracting(EventToken::jti)
                .containsExactly(only(change, FULL).jti());
        assertThat(only(change, other).jti()).isNotEqualTo(only(change, FULL).jti());
    }

    /** Figure 4, with the id that §2.2 promises. */
    @Test
    void tellsACreatedUserWhole() {
        JsonNode payload = event(created(), FULL, "prov:create:full");

        assertThat(payload.path("version").stringValue()).isEqualTo("W/\"1\"");
        JsonNode data = payload.path("data");
        assertThat(data.path("id").stringValue()).isEqualTo(USER);
        assertThat(data.at("/emails/0")).isEqualTo(read("{\"type\": \"work\", \"value\": \"jdoe@example.com\"}"));
        assertThat(data.at("/name/familyName").stringValue()).isEqualTo("Doe");
        assertThat(data.at("/meta/location").stringValue())
                .isEqualTo("https://scim.example.com/scim/v2/c/Users/" + USER);
        assertThat(data.toString()).doesNotContain("password", "t0p");
    }

    /** Figure 5. */
    @Test
    void tellsOnlyTheNamesInANotice() {
        JsonNode payload = event(created(), NOTICE, "prov:create:notice");

        assertThat(payload.path("attributes").valueStream().map(JsonNode::stringValue))
                .startsWith("id")
                .contains("userName", "name.familyName", "emails");
        assertThat(payload.has("data")).isFalse();
        assertThat(payload.toString()).doesNotContain("Doe");
    }

    /** Figure 6. */
    @Test
    void tellsMembersInAPatch() {
        created();
        group(List.of());
        IdentityChange change =
                decide(Operation.PATCH, ResourceType.GROUP, GROUP, Requests.members("add", List.of(USER)));

        assertThat(event(change, FULL, "prov:patch:full")).isEqualTo(read("""
                {"version": "W/\\"2\\"", "data": {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                 "Operations": [{"op": "add", "path": "members", "value": [{"value": "44f6142df96bd6ab61e7521d9"}]}]}}"""));
        assertThat(event(change, NOTICE, "prov:patch:notice"))
                .isEqualTo(read("{\"version\": \"W/\\\"2\\\"\", \"attributes\": [\"members\"]}"));
        assertThat(json(only(change, FULL)).at("/sub_id/uri").stringValue()).isEqualTo("/Groups/" + GROUP);
    }

    /** Figure 8, with the representation instead of the request's body. */
    @Test
    void tellsAPutWithWhatTheUserIsNow() {
        created();
        IdentityChange change =
                decide(Operation.REPLACE, ResourceType.USER, USER, Requests.user("jdoe", ",\"title\":\"Dr\""));

        JsonNode data = event(change, FULL, "prov:put:full").path("data");
        assertThat(data.path("title").stringValue()).isEqualTo("Dr");
        assertThat(data.path("id").stringValue()).isEqualTo(USER);
        assertThat(data.path("externalId").stringValue()).as("what a PUT keeps").isEqualTo("jdoe");
        assertThat(data.has("emails")).isFalse();
        assertThat(event(change, NOTICE, "prov:put:notice")
                        .path("attributes")
                        .valueStream()
                        .map(JsonNode::stringValue))
                .contains("title", "emails");
    }

    @Test
    void neverPutsAGroup() {
        created();
        group(List.of(USER));
        IdentityChange change = decide(Operation.REPLACE, ResourceType.GROUP, GROUP, Requests.group("New", List.of()));

        assertThat(event(change, FULL, "prov:patch:full").at("/data/Operations"))
                .isEqualTo(read("""
                [{"op": "replace", "path": "displayName", "value": "New"},
                 {"op": "remove", "path": "members[value eq \\"44f6142df96bd6ab61e7521d9\\"]"}]"""));
    }

    @Test
    void tellsALargeGroupInChunksAsItChanged() {
        List<String> users = IntStream.range(0, 1500).mapToObj(n -> "u" + n).toList();
        users.forEach(user -> decide(Operation.CREATE, ResourceType.USER, user, Requests.user(user, "")));
        List<IdentityChange> changes = requests.decide(
                        Operation.CREATE, ResourceType.GROUP, GROUP, Requests.group("All", users))
                .changes();

        assertThat(changes).hasSize(2);
        assertThat(event(changes.getFirst(), FULL, "prov:create:full").at("/data/members"))
                .hasSize(1000);
        assertThat(event(changes.getLast(), FULL, "prov:patch:full").at("/data/Operations/0/value"))
                .hasSize(500);
    }

    /** Figures 10 and 11; one transaction, one token. */
    @Test
    void tellsTheEndOfAnAccount() {
        created();
        IdentityChange off = decide(Operation.PATCH, ResourceType.USER, USER, active(false));
        IdentityChange on = decide(Operation.PATCH, ResourceType.USER, USER, active(true));
        IdentityChange gone = decide(Operation.DELETE, ResourceType.USER, USER, null);

        assertThat(json(only(off, FULL)).path("events")).isEqualTo(read("""
                {"urn:ietf:params:scim:event:prov:patch:full": {"version": "W/\\"2\\"",
                  "data": {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                   "Operations": [{"op": "replace", "path": "active", "value": false}]}},
                 "urn:ietf:params:scim:event:prov:deactivate": {}}"""));
        assertThat(event(on, FULL, "prov:activate")).isEmpty();
        assertThat(json(only(gone, NOTICE)).path("events"))
                .isEqualTo(read("{\"urn:ietf:params:scim:event:prov:delete\": {}}"));
        assertThat(json(only(gone, FULL)).at("/sub_id/externalId").stringValue())
                .isEqualTo("jdoe");
    }

    @Test
    void revokesSessionsWithATokenOfItsOwnWhereTheConnectionEndsThem() {
        IdentityChange created = created();
        IdentityChange off = decide(Operation.PATCH, ResourceType.USER, USER, active(false));
        IdentityChange gone = decide(Operation.DELETE, ResourceType.USER, USER, null);

        for (IdentityChange change : List.of(off, gone)) {
            List<EventToken> tokens = EventTokens.of(change, FULL, true, ISSUED);
            assertThat(tokens).extracting(EventToken::jti).hasSize(2).doesNotHaveDuplicates();
            JsonNode claims = json(tokens.getLast());
            assertThat(claims.path("txn")).isEqualTo(json(tokens.getFirst()).path("txn"));
            assertThat(claims.path("sub_id")).isEqualTo(json(tokens.getFirst()).path("sub_id"));
            assertThat(claims.path("events").propertyNames()).containsExactly(EventTokens.SESSION_REVOKED);
            assertThat(claims.path("events")
                            .path(EventTokens.SESSION_REVOKED)
                            .path("event_timestamp")
                            .longValue())
                    .as("CAEP counts seconds")
                    .isEqualTo(change.getTime().getEpochSecond());
            assertThat(EventTokens.of(change, FULL, false, ISSUED)).hasSize(1);
        }
        assertThat(EventTokens.of(created, FULL, true, ISSUED)).hasSize(1);
    }

    @Test
    void tellsTheOutcomeOfAnAsynchronousRequestAsABulkResponseDoes() {
        IdentityChange made =
                asynchronous(Operation.CREATE, USER, Requests.user("jdoe", "")).getLast();
        IdentityChange refused = asynchronous(Operation.CREATE, "other", Requests.user("jdoe", ""))
                .getLast();
        IdentityChange deleted = asynchronous(Operation.DELETE, USER, null).getLast();

        assertThat(event(made, FULL, "misc:asyncresp")).isEqualTo(read("""
                {"method": "POST", "location": "https://scim.example.com/scim/v2/c/Users/44f6142df96bd6ab61e7521d9",
                 "version": "W/\\"1\\"", "status": "201"}"""));
        JsonNode error = event(refused, NOTICE, "misc:asyncresp");
        assertThat(error.path("status").stringValue()).isEqualTo("409");
        assertThat(error.has("location")).as("there is none of a failed POST").isFalse();
        assertThat(error.at("/response/scimType").stringValue()).isEqualTo("uniqueness");
        assertThat(error.at("/response/status").stringValue()).isEqualTo("409");
        assertThat(json(only(refused, FULL)).path("sub_id"))
                .isEqualTo(read("{\"format\": \"scim\", \"uri\": \"/Users\"}"));
        assertThat(event(deleted, FULL, "misc:asyncresp").path("status").stringValue())
                .isEqualTo("204");
    }

    /** Figures 2 and 3. */
    @Test
    void tellsWhoEntersAndLeavesTheScopeOfAnApp() {
        IdentityChange cause = created();
        EventSubject subject = EventSubject.of(cause);

        EventToken entered = EventTokens.entered(subject, cause, FULL, ISSUED).orElseThrow();
        EventToken left = EventTokens.left(subject, cause, FULL, ISSUED).orElseThrow();

        assertThat(json(entered).path("events")).isEqualTo(read("{\"urn:ietf:params:scim:event:feed:add\": {}}"));
        assertThat(json(left).path("events")).isEqualTo(read("{\"urn:ietf:params:scim:event:feed:remove\": {}}"));
        assertThat(List.of(entered.jti(), left.jti(), only(cause, FULL).jti())).doesNotHaveDuplicates();
    }

    @Test
    void tellsOnlyTheEventsThatAreWanted() {
        created();
        IdentityChange off = decide(Operation.PATCH, ResourceType.USER, USER, active(false));
        var wanting = AppSetting.newBuilder()
                .setName("crm")
                .setKind(AppKind.SET_PUSH)
                .setUrl("https://crm.example.com")
                .setSealedSecret("")
                .setBody(MessageBody.NOTICE);

        assertThat(told(off, wanting.setKinds(List.of("urn:ietf:params:scim:event:prov:deactivate"))))
                .containsExactly("urn:ietf:params:scim:event:prov:deactivate");
        assertThat(told(off, wanting.setKinds(List.of("urn:ietf:params:scim:event:prov:patch:full"))))
                .as("full and notice are told by the body")
                .containsExactly("urn:ietf:params:scim:event:prov:patch:notice");
        assertThat(told(off, wanting.setKinds(List.of(EventTokens.SESSION_REVOKED))))
                .containsExactly(EventTokens.SESSION_REVOKED);
        assertThat(told(off, wanting.setKinds(List.of("urn:ietf:params:scim:event:prov:delete"))))
                .isEmpty();
    }

    @Test
    void isSignedAsNoOtherTokenIs() throws Exception {
        var key = new RSAKeyGenerator(2048).keyID("k1").generate();
        EventToken token = only(created(), FULL);

        JWSObject signed = JWSObject.parse(token.sign(key));

        assertThat(signed.getHeader().getType().getType()).isEqualTo("secevent+jwt");
        assertThat(signed.getHeader().getKeyID()).isEqualTo("k1");
        assertThat(signed.verify(new RSASSAVerifier(key.toPublicJWK()))).isTrue();
        assertThat(signed.getPayload().toString()).isEqualTo(token.claims());
        assertThat(token.toString()).doesNotContain("jdoe");
    }

    private static List<String> told(IdentityChange change, AppSetting.Builder setting) {
        EventFeed feed = EventFeed.of("crm", setting.build(), "https://scim.example.com");
        return EventTokens.of(change, feed, true, ISSUED).stream()
                .flatMap(token -> json(token).path("events").propertyNames().stream())
                .toList();
    }

    private IdentityChange created() {
        return decide(Operation.CREATE, ResourceType.USER, USER, Requests.user("jdoe", """
                ,"externalId":"jdoe","password":"t0p","name":{"givenName":"John","familyName":"Doe"},
                "emails":[{"type":"work","value":"jdoe@example.com"}]"""));
    }

    private void group(List<String> members) {
        decide(Operation.CREATE, ResourceType.GROUP, GROUP, Requests.group("Old", members));
    }

    private static String active(boolean value) {
        return Requests.patch("{\"op\":\"replace\",\"path\":\"active\",\"value\":" + value + "}");
    }

    private IdentityChange decide(Operation operation, ResourceType type, String id, String body) {
        return requests.decide(operation, type, id, body).changes().getLast();
    }

    private List<IdentityChange> asynchronous(Operation operation, String id, String body) {
        ProvisioningRequest request = requests.request(operation, ResourceType.USER, id, body, null);
        request.setAsynchronous(true);
        Decision decision = requests.decideOnly(request);
        requests.state().apply(decision);
        return decision.changes();
    }

    private static EventToken only(IdentityChange change, EventFeed feed) {
        List<EventToken> tokens = EventTokens.of(change, feed, false, ISSUED);
        assertThat(tokens).hasSize(1);
        return tokens.getFirst();
    }

    private static JsonNode event(IdentityChange change, EventFeed feed, String kind) {
        JsonNode event = json(only(change, feed)).path("events").path("urn:ietf:params:scim:event:" + kind);
        assertThat(event.isObject()).as(kind).isTrue();
        return event;
    }

    private static JsonNode json(EventToken token) {
        return read(token.claims());
    }

    private static JsonNode read(String json) {
        return JsonMapper.shared().readTree(json);
    }
}
