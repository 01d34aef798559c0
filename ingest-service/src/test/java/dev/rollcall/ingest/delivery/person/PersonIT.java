package dev.rollcall.ingest.delivery.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.delivery.LedgerEntry;
import java.time.Instant;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** In which apps a person is, and the word given that they are in none. */
class PersonIT {

    private final Stage stage = Stage.shared();
    private final HttpCalls scim = stage.connection();
    private final HttpCalls admin = stage.admin();
    private final String crm = stage.app("CRM", scim.connection());
    private final String wiki = stage.app("Wiki", scim.connection());

    @Test
    void tellsOfEachAppWhatItHas() {
        String ada = scim.post("/Users", "{\"userName\": \"ada\"}").id();
        settle(crm, ada, 1, DeliveryOutcome.DELIVERED);

        JsonNode person = person(ada);

        assertThat(person.get("directory").stringValue()).isEqualTo("active");
        assertThat(person.get("out_of_every_app").booleanValue()).isFalse();
        assertThat(person.get("since")).isNull();
        assertThat(person.get("apps").valueStream())
                .extracting(app ->
                        app.get("name").stringValue() + ' ' + app.get("state").stringValue())
                .containsExactlyInAnyOrder("CRM linked", "Wiki pending");
        JsonNode refusal = admin.get(path(ada) + "/statement").expect(409);
        assertThat(refusal.get("missing").toString())
                .contains("active in the directory", "CRM", "account", "Wiki", "newest changes");
    }

    @Test
    void vouchesThatSomebodyIsOutOfEveryApp() throws Exception {
        String ada = scim.post("/Users", "{\"userName\": \"ada@example.com\"}").id();
        scim.delete("/Users/" + ada).expect(204);
        settle(crm, ada, 2, DeliveryOutcome.DELIVERED);
        settle(wiki, ada, 2, DeliveryOutcome.FAILED);
        assertThat(admin.get(path(ada) + "/statement").expect(409).get("missing"))
                .singleElement()
                .satisfies(missing -> assertThat(missing.stringValue()).contains("Wiki", "dead letter"));

        settle(wiki, ada, 2, DeliveryOutcome.DELIVERED);

        JsonNode person = person(ada);
        assertThat(person.get("directory").stringValue()).isEqualTo("deleted");
        assertThat(person.get("out_of_every_app").booleanValue()).isTrue();
        var answer = admin.get(path(ada) + "/statement", "Accept", "application/jwt");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/jwt");
        SignedJWT statement = SignedJWT.parse(answer.response().body());
        JWKSet keys = JWKSet.parse(
                new HttpCalls(scim.base(), null).get("/oauth2/jwks").response().body());
        var key = keys.getKeyByKeyId(statement.getHeader().getKeyID()).toRSAKey();
        assertThat(statement.verify(new RSASSAVerifier(key))).isTrue();
        assertThat(statement.getHeader().getType().getType()).isEqualTo("deprovisioning-statement+jwt");
        var claims = statement.getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo(ada);
        assertThat(claims.getIssuer()).isEqualTo(scim.base());
        assertThat(claims.getStringClaim("connection")).isEqualTo(scim.connection());
        assertThat(Instant.parse(claims.getStringClaim("since"))).isBeforeOrEqualTo(Instant.now());
        assertThat(claims.getListClaim("apps")).hasSize(2);
        assertThat(claims.toString()).contains(crm, wiki, "gone").doesNotContain("ada@");
        scim.withToken(answer.response().body()).get("/Users").expect(401);
    }

    @Test
    void knowsNobodyWhomNeitherTheDirectoryNorAnAppKnows() {
        admin.get(path(UUID.randomUUID().toString())).expect(404);
        admin.get("/api/v1/connections/nobody/users/x/apps").expect(404);
    }

    private JsonNode person(String user) {
        await().untilAsserted(() -> admin.get(path(user)).expect(200));
        return admin.get(path(user)).expect(200);
    }

    private String path(String user) {
        return "/api/v1/connections/" + scim.connection() + "/users/" + user + "/apps";
    }

    private void settle(String app, String user, long sequence, DeliveryOutcome outcome) {
        Document entry = LedgerEntry.none(app, ResourceType.USER, scim.connection(), user)
                .settled(sequence, outcome, 1, 200, Instant.now())
                .toDocument();
        try (var mongo = stage.mongo()) {
            mongo.getDatabase("rollcall")
                    .getCollection(LedgerEntry.COLLECTION)
                    .replaceOne(Filters.eq("_id", entry.get("_id")), entry, new ReplaceOptions().upsert(true));
        }
    }
}
