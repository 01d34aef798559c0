package dev.rollcall.standalone.demo.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rollcall.standalone.demo.web.LoopbackServer;
import dev.rollcall.standalone.demo.web.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class EventReceiverTest {

    private static final String TOKEN = "receiver-token";
    private static final String AUDIENCE = "https://events.example.com";
    private static final RSAKey KEY = key();
    private static final RSAKey OTHER_KEY = key();

    private final LoopbackServer issuer = LoopbackServer.start(
            0,
            "application/json",
            _ -> new Reply(200, JsonMapper.shared().readTree(new JWKSet(KEY.toPublicJWK()).toString())));
    private final String url = "http://127.0.0.1:" + issuer.port();
    private final EventReceiver receiver = EventReceiver.start(0, TOKEN, url, AUDIENCE);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        receiver.close();
        issuer.close();
        http.close();
    }

    @Test
    void takesATokenOnce() throws Exception {
        assertThat(send(KEY, AUDIENCE, "t1", 1, created("Ada")).statusCode()).isEqualTo(202);
        assertThat(send(KEY, AUDIENCE, "t1", 1, created("Ada")).statusCode()).isEqualTo(202);

        assertThat(receiver.taken()).isEqualTo(1);
        assertThat(receiver.repeated()).isEqualTo(1);
        assertThat(receiver.doubled()).isZero();
    }

    @Test
    void countsAChangeThatComesInASecondToken() throws Exception {
        send(KEY, AUDIENCE, "t1", 1, created("Ada"));
        send(KEY, AUDIENCE, "t2", 1, created("Ada"));

        assertThat(receiver.doubled()).isEqualTo(1);
    }

    @Test
    void refusesAnUnpublishedKeyAnotherAudienceAndAnotherBearerToken() throws Exception {
        assertThat(send(OTHER_KEY, AUDIENCE, "t1", 1, created("Ada")).body()).contains("invalid_key");
        assertThat(send(KEY, "https://else.example.com", "t2", 1, created("Ada"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("another", signed(KEY, AUDIENCE, "t3", 1, created("Ada")))
                        .body())
                .contains("authentication_failed");

        assertThat(receiver.users()).isEmpty();
        assertThat(receiver.refused()).isEqualTo(3);
    }

    @Test
    void followsPatchesAndForgetsWhatIsDeleted() throws Exception {
        send(KEY, AUDIENCE, "t1", 1, created("Ada"));
        send(KEY, AUDIENCE, "t2", 2, """
                {"urn:ietf:params:scim:event:prov:patch:full": {"data":
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                "Operations": [{"op": "replace", "path": "displayName", "value": "Ada Weber"}]}}}""");

        assertThat(receiver.users())
                .extracting(user -> user.path("displayName").asString())
                .containsExactly("Ada Weber");
        send(KEY, AUDIENCE, "t3", 3, "{\"urn:ietf:params:scim:event:prov:delete\": {}}");
        assertThat(receiver.users()).isEmpty();
    }

    @Test
    void takesLaterWhatItCouldNotApplyYet() throws Exception {
        String patch = """
                {"urn:ietf:params:scim:event:prov:patch:full": {"data":
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                "Operations": [{"op": "replace", "path": "displayName", "value": "Ada Weber"}]}}}""";

        assertThat(send(KEY, AUDIENCE, "t2", 2, patch).body()).contains("invalid_request");
        send(KEY, AUDIENCE, "t1", 1, created("Ada"));
        assertThat(send(KEY, AUDIENCE, "t2", 2, patch).statusCode()).isEqualTo(202);

        assertThat(receiver.doubled()).isZero();
    }

    private static String created(String name) {
        return """
                {"urn:ietf:params:scim:event:prov:create:full": {"data": {"id": "u1", "displayName": "%s"}}}""".formatted(name);
    }

    private HttpResponse<String> send(RSAKey key, String audience, String id, int sequence, String events)
            throws Exception {
        return send(TOKEN, signed(key, audience, id, sequence, events));
    }

    private HttpResponse<String> send(String token, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(receiver.url()))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/secevent+jwt")
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private String signed(RSAKey key, String audience, String id, int sequence, String events)
            throws JOSEException, ParseException {
        JWTClaimsSet claims = new JWTClaimsSet.Builder(JWTClaimsSet.parse("""
                {"sub_id": {"format": "scim", "uri": "/Users/u1"}, "sequence": %d, "events": %s}""".formatted(sequence, events)))
                .issuer(url)
                .audience(audience)
                .issueTime(Date.from(Instant.now()))
                .jwtID(id)
                .claim("txn", "x" + sequence)
                .build();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(new JOSEObjectType("secevent+jwt"))
                .keyID(key.getKeyID())
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private static RSAKey key() {
        try {
            return new RSAKeyGenerator(2_048).keyIDFromThumbprint(true).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
