package dev.rollcall.ingest.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.rollcall.event.OidcProvider;
import dev.rollcall.ingest.login.Browser.Page;
import dev.rollcall.ingest.provider.Claims;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import java.net.HttpCookie;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in by a provider that can be told to lie, and what comes of each lie. */
class LoginIT {

    private final StagedProvider provider = new StagedProvider();
    private final Console console = Console.of(provider);
    private final Browser browser = new Browser();

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void signsInAndShowsNothingMoreThanTheRoleAllows() {
        console.allow("viewer", "{\"kind\": \"email\", \"value\": \"ADA@example.com\"}");

        Page page = browser.open(console.start() + "?return=/api/v1/policies");

        assertThat(page.expect(200).url().getPath()).isEqualTo("/api/v1/policies");
        URI asked = browser.visited().stream()
                .filter(url -> url.getPath().equals("/authorize"))
                .findFirst()
                .orElseThrow();
        assertThat(Browser.query(asked))
                .containsEntry("response_type", "code")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("scope", "openid email profile")
                .containsEntry("redirect_uri", console.url("/login/oauth2/code/" + console.connection))
                .containsKeys("state", "nonce", "code_challenge");
        HttpCookie session = browser.cookie("rollcall_session").orElseThrow();
        assertThat(session.isHttpOnly()).isTrue();
        assertThat(session.getValue()).doesNotContain("ada");
        String csrf = browser.visit(console.url("/login")).csrf();
        Page refused = browser.call("POST", console.url("/api/v1/policies"), "{}", "X-XSRF-TOKEN", csrf);
        assertThat(refused.expect(403).body()).contains("Your role doesn't allow this");
    }

    @Test
    void setsCookiesThatOnlyThisHostGetsAndOnlyOverHttps() {
        try (var other = console.stage.start(Map.of("rollcall.ingest.public-url", "https://rollcall.example.com"))) {
            Page start = browser.visit(Stage.url(other) + "/oauth2/authorization/" + console.connection);
            assertThat(Browser.query(start.location()))
                    .containsEntry(
                            "redirect_uri", "https://rollcall.example.com/login/oauth2/code/" + console.connection);
            assertThat(start.response().headers().allValues("Set-Cookie"))
                    .anySatisfy(cookie -> assertThat(cookie)
                            .startsWith("__Secure-rollcall_login=")
                            .contains("Secure", "HTTPOnly", "SameSite=Lax", "Path=/login"));
            Page form = new Browser().visit(Stage.url(other) + "/login");
            assertThat(form.response().headers().allValues("Set-Cookie"))
                    .anySatisfy(cookie -> assertThat(cookie)
                            .startsWith("__Host-rollcall_csrf=")
                            .contains("Secure", "HTTPOnly", "SameSite=Lax", "Path=/;"));
        }
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                lie("issuer", token -> token.issuer("https://auth.pingone.eu/other/as"), "iss"),
                lie("audience", token -> token.audience("another-client"), "aud"),
                lie(
                        "authorized party",
                        token -> token.audience(List.of(StagedProvider.CLIENT, "other"))
                                .claim("azp", "other"),
                        "azp"),
                lie("expired", token -> token.expirationTime(seconds(-90)).issueTime(seconds(-300)), "expired"),
                lie("from the future", token -> token.issueTime(seconds(90)), "iat"),
                lie("not yet valid", token -> token.notBeforeTime(seconds(90)), "before"),
                lie("nonce", token -> token.claim("nonce", "another"), "nonce"),
                lie("no nonce", token -> token.claim("nonce", null), "nonce"),
                lie("no subject", token -> token.subject(null), "sub"));
    }

    private static Arguments lie(String name, Consumer<JWTClaimsSet.Builder> lie, String reason) {
        return Arguments.of(name, lie, reason);
    }

    private static Date seconds(long fromNow) {
        return Date.from(Instant.now().plusSeconds(fromNow));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void refusesAnIdTokenThatLies(String name, Consumer<JWTClaimsSet.Builder> lie, String reason) {
        console.allow("admin", "{\"kind\": \"everyone\"}");
        provider.lie = lie;

        Page page = browser.open(console.start());

        assertThat(page.expect(400).body()).contains("The sign-in failed").doesNotContain(reason, "issuer", "nonce");
        assertThat(browser.isSignedIn()).isFalse();
        Page told = console.adminBrowser().open(console.url("/login/test/" + console.connection));
        assertThat(told.expect(400).body()).contains("The sign-in failed", reason);
    }

    @Test
    void takesAClockThatIsALittleOff() {
        console.allow("admin", "{\"kind\": \"everyone\"}");
        provider.lie = token -> token.issueTime(seconds(-300)).expirationTime(seconds(-20));
        browser.open(console.start());
        assertThat(browser.isSignedIn()).isTrue();

        provider.lie = token -> token.issueTime(seconds(20)).notBeforeTime(seconds(20));
        var other = new Browser();
        other.open(console.start());
        assertThat(other.isSignedIn()).isTrue();
    }

    @Test
    void refusesATokenThatIsNotSignedByAPublishedKey() {
        console.allow("admin", "{\"kind\": \"everyone\"}");
        RSAKey foreign = StagedProvider.newKey();
        RSAKey posing =
                new RSAKey.Builder(foreign).keyID(provider.key.getKeyID()).build();

        provider.signing = claims -> new PlainJWT(claims).serialize();
        browser.open(console.start()).expect(400);
        provider.signing = this::hmacWithThePublicKey;
        browser.open(console.start()).expect(400);
        provider.signing = claims -> StagedProvider.signed(claims, posing);
        browser.open(console.start()).expect(400);
        provider.signing = claims -> StagedProvider.signed(claims, foreign);
        browser.open(console.start()).expect(400);

        assertThat(browser.isSignedIn()).isFalse();
    }

    /** What a verifier falls for that lets the token choose the algorithm. */
    private String hmacWithThePublicKey(JWTClaimsSet claims) {
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .keyID(provider.key.getKeyID())
                            .build(),
                    claims);
            token.sign(new MACSigner(provider.key.toRSAPublicKey().getEncoded()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void fetchesTheKeysAgainForAKeyThatItDoesNotKnowButNotAtAnyRate() {
        console.allow("admin", "{\"kind\": \"everyone\"}");
        browser.open(console.start());
        assertThat(provider.keyRequests).hasValue(1);

        provider.key = StagedProvider.newKey();
        provider.published = List.of(provider.key);
        var later = new Browser();
        later.open(console.start());
        assertThat(later.isSignedIn()).isTrue();
        assertThat(provider.keyRequests).hasValue(2);

        RSAKey foreign = StagedProvider.newKey();
        provider.signing = claims -> StagedProvider.signed(claims, foreign);
        for (int i = 0; i < 5; i++) {
            new Browser().open(console.start()).expect(400);
        }
        assertThat(provider.keyRequests).hasValueLessThanOrEqualTo(4);
        provider.signing = provider::signed;
        var last = new Browser();
        last.open(console.start());
        assertThat(last.isSignedIn()).isTrue();
    }

    @Test
    void takesAStateOnceAndNoOther() {
        console.allow("admin", "{\"kind\": \"everyone\"}");
        Page callback = browser.visit(browser.visit(console.start()).location().toString());
        String back = callback.location().toString();
        HttpCookie attempt = browser.cookie("rollcall_login").orElseThrow();

        Page forged = browser.visit(back.replaceAll("state=[^&]*", "state=another"));
        assertThat(forged.expect(400).body()).contains("The sign-in failed");
        assertThat(provider.tokenRequests).hasValue(0);
        assertThat(browser.cookie("rollcall_login")).isEmpty();
        browser.visit(back).expect(400);
        assertThat(provider.tokenRequests).hasValue(0);

        browser.put(console.start(), attempt);
        browser.follow(browser.visit(back));
        assertThat(browser.isSignedIn()).isTrue();

        // the cookie of a login, stolen before it was used, is worth no second code
        var thief = new Browser();
        thief.put(console.start(), attempt);
        thief.visit(back).expect(400);
        assertThat(thief.isSignedIn()).isFalse();
        // and a code alone is worth nothing in another browser
        new Browser().visit(back).expect(400);
    }

    @Test
    void takesNoCookieThatItDidNotMake() {
        console.allow("admin", "{\"kind\": \"everyone\"}");
        browser.open(console.start());
        HttpCookie session = browser.cookie("rollcall_session").orElseThrow();
        String value = session.getValue();
        HttpCookie attempt;
        browser.visit(console.start());
        attempt = browser.cookie("rollcall_login").orElseThrow();

        for (String other : List.of(
                value.substring(0, value.length() - 2) + (value.endsWith("AA") ? "BB" : "AA"),
                "v1.AAAA",
                "v1.!",
                "admin",
                attempt.getValue())) {
            var forger = new Browser();
            session.setValue(other);
            forger.put(console.url("/"), session);
            forger.call("GET", console.url("/api/v1/policies"), "").expect(401);
        }
        var thief = new Browser();
        session.setValue(value);
        thief.put(console.url("/"), session);
        thief.call("GET", console.url("/api/v1/policies"), "").expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.com/",
                "//evil.example.com",
                "/\\evil.example.com",
                "/%09/evil.example.com",
                "javascript:alert(1)",
                "/login",
                "\\\\evil.example.com"
            })
    void goesNowhereElseAfterSigningIn(String elsewhere) {
        console.allow("admin", "{\"kind\": \"everyone\"}");
        Page callback = browser.visit(browser.visit(console.start() + "?return=" + HttpCalls.encoded(elsewhere))
                .location()
                .toString());

        Page done = browser.visit(callback.location().toString());

        assertThat(done.isRedirect()).isTrue();
        assertThat(done.location().getAuthority())
                .isEqualTo(URI.create(console.url("/")).getAuthority());
        assertThat(done.location().getPath()).isIn("/console", "/%09/evil.example.com", "/\t/evil.example.com");
    }

    @Test
    void takesNoChangeByCookieWithoutTheTokenAgainstForgery() {
        console.allow("admin", "{\"kind\": \"everyone\"}");
        browser.open(console.start());
        String policies = console.url("/api/v1/policies");
        String body = """
                {"name": "Forged", "role": "admin", "connections": ["%s"], "include": [{"kind": "everyone"}]}""".formatted(console.connection);

        assertThat(browser.call("POST", policies, body).expect(403).body()).contains("Load the page again");
        browser.call("POST", policies, body, "X-XSRF-TOKEN", "forged").expect(403);
        String ofAnother = new Browser().visit(console.url("/login")).csrf();
        browser.call("POST", policies, body, "X-XSRF-TOKEN", ofAnother).expect(403);
        browser.submit(console.url("/logout"), Map.of("_csrf", ofAnother)).expect(403);
        String own = browser.visit(console.url("/login")).csrf();
        browser.call("POST", policies, body, "X-XSRF-TOKEN", own).expect(201);
        console.stage.admin().post("/api/v1/policies", body).expect(201);
    }

    @Test
    void leavesNoOldSessionOrTokenBehindAtLogin() {
        console.allow("viewer", "{\"kind\": \"everyone\"}");
        Browser planted = console.adminBrowser();
        String before = planted.cookie("rollcall_session").orElseThrow().getValue();
        String csrf = planted.visit(console.url("/login")).csrf();

        planted.open(console.start());

        assertThat(planted.cookie("rollcall_session").orElseThrow().getValue()).isNotEqualTo(before);
        planted.submit(console.url("/logout"), Map.of("_csrf", csrf)).expect(403);
    }

    @Test
    void asksUserinfoForWhatTheIdTokenLeavesOutForItsSize() {
        console.allow("operator", "{\"kind\": \"claim\", \"name\": \"groups\", \"value\": \"identity-team\"}");
        provider.claims.put("groups", Claims.TOO_LARGE);
        provider.userInfo.put("groups", List.of("staff", "identity-team"));

        browser.open(console.start());

        assertThat(browser.isSignedIn()).isTrue();
        assertThat(provider.userInfoRequests).hasValue(1);
    }

    @Test
    void takesAClaimThatIsNowhereToldForUnknownAndNeverForItsName() {
        console.allow("operator", "{\"kind\": \"claim\", \"name\": \"groups\", \"value\": \"[SIZE_LIMIT_EXCEEDED]\"}");
        console.allow(
                "viewer",
                "{\"kind\": \"everyone\"}",
                ", \"exclude\": [{\"kind\": \"claim\", \"name\": \"groups\", \"value\": \"contractors\"}]");
        provider.claims.put("groups", List.of(Claims.TOO_LARGE));
        provider.userInfo.put("groups", Claims.TOO_LARGE);

        Page page = browser.open(console.start());

        assertThat(page.expect(403).body())
                .contains("no access policy gives you a role", "Too many values to be told", "ada@example.com");
        assertThat(browser.isSignedIn()).isFalse();
    }

    @Test
    void refusesUserinfoOfSomebodyElse() {
        console.allow("admin", "{\"kind\": \"claim\", \"name\": \"groups\", \"value\": \"x\"}");
        provider.userInfo.put("groups", "x");
        provider.userInfo.put("sub", "sub-2");

        browser.open(console.start()).expect(400);

        assertThat(browser.isSignedIn()).isFalse();
    }

    @Test
    void trustsNoAddressThatNobodyVerified() {
        console.allow("admin", "{\"kind\": \"domain\", \"value\": \"example.com\"}");
        provider.claims.put("email_verified", false);

        browser.open(console.start()).expect(403);
    }

    @Test
    void believesNoDiscoveryDocumentThatDoesNotHoldTogether() {
        console.allow("admin", "{\"kind\": \"everyone\"}");
        provider.discovery.put("issuer", "https://auth.pingone.eu/other/as");
        told("names the issuer https://auth.pingone.eu/other/as");
        provider.discovery.put("issuer", provider.issuer());
        provider.discovery.put("token_endpoint", "http://tokens.example.com/token");
        told("isn&#39;t an https URL");
        provider.discovery.remove("token_endpoint");
        provider.discoveryStatus = 302;
        told("HTTP 302");
        provider.discoveryStatus = 404;
        told("HTTP 404");
        provider.discoveryStatus = 200;
        provider.discoveryType = "text/html";
        told("isn&#39;t application/json");
        provider.discoveryType = "application/json";
        provider.discoveryBody = "{\"x\": \"" + "x".repeat(300_000) + "\"}";
        told("answers with more than");
        provider.discoveryBody = "{";
        told("broken");
    }

    private void told(String reason) {
        Page page = console.adminBrowser().open(console.url("/login/test/" + console.connection));
        assertThat(page.expect(400).body()).contains(reason);
        assertThat(new Browser().open(console.start()).expect(400).body()).doesNotContain(reason);
    }

    @Test
    void doesNothingWithAConnectionThatHasNoProviderOrIsDisabled() {
        String other = console.stage.connection().connection();
        browser.visit(console.url("/oauth2/authorization/" + other)).expect(400);
        browser.visit(console.url("/oauth2/authorization/nothing")).expect(400);
        console.allow("admin", "{\"kind\": \"everyone\"}");
        browser.open(console.start());
        assertThat(browser.visit(console.url("/login")).body()).contains(console.connection);

        console.change(setting -> setting.setEnabled(false));

        browser.call("GET", console.url("/api/v1/policies"), "").expect(401);
        assertThat(browser.visit(console.url("/login")).body()).doesNotContain(console.connection);
        browser.visit(console.start()).expect(400);
    }

    @Test
    void endsSessionsOfAProviderThatIsNoLongerTheSame() {
        console.allow("admin", "{\"kind\": \"everyone\"}");
        browser.open(console.start());
        browser.call("GET", console.url("/api/v1/policies"), "").expect(200);

        console.change(setting -> setting.setProvider(OidcProvider.newBuilder(setting.getProvider())
                .setClientId("another-client")
                .build()));

        browser.call("GET", console.url("/api/v1/policies"), "").expect(401);
    }

    @Test
    void showsAdministratorsWhatATestLoginBringsAndSignsNobodyIn() {
        console.allow("operator", "{\"kind\": \"email\", \"value\": \"ada@example.com\"}");
        String test = console.url("/login/test/" + console.connection);
        assertThat(browser.visit(test).expect(303).location().getPath()).isEqualTo("/login");
        Browser admin = console.adminBrowser();
        String before = admin.cookie("rollcall_session").orElseThrow().getValue();

        Page page = admin.open(test).expect(200);

        assertThat(page.body())
                .contains("Your connection works!", "<strong>operator</strong>", "ada@example.com", "sub-1")
                .doesNotContain("an-access-token", StagedProvider.SECRET);
        assertThat(admin.cookie("rollcall_session").orElseThrow().getValue()).isEqualTo(before);
        provider.claims.put("email", "eve@example.org");
        assertThat(admin.open(test).expect(200).body())
                .contains("Your connection works!", "no access policy gives a role");
    }

    @Test
    void endsASessionThatNobodyUses() {
        console.allow("admin", "{\"kind\": \"everyone\"}");
        try (var other = console.stage.start(Map.of("rollcall.session.idle", "2s"))) {
            browser.open(Stage.url(other) + "/oauth2/authorization/" + console.connection);
            // for good, whatever the browser sends
            HttpCookie session = browser.cookie("rollcall_session").orElseThrow();
            session.setMaxAge(3600);
            browser.put(Stage.url(other), session);
            String api = Stage.url(other) + "/api/v1/policies";
            browser.call("GET", api, "").expect(200);
            await().pollInterval(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> {
                        browser.put(Stage.url(other), session);
                        browser.call("GET", api, "").expect(401);
                    });
            assertThat(browser.visit(api + "?x=1").expect(303).location())
                    .hasToString(Stage.url(other) + "/login?return=%2Fapi%2Fv1%2Fpolicies%3Fx%3D1");
        }
    }

    @Test
    void keepsPagesStrict() {
        Page page = browser.visit(console.url("/login")).expect(200);

        assertThat(page.response().headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(page.response().headers().firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(page.response().headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(page.response().headers().firstValue("Cache-Control"))
                .hasValueSatisfying(cache -> assertThat(cache).contains("no-store"));
        assertThat(page.body())
                .contains("<main id=\"content\"", "lang=\"en\"", "class=\"skip-link\"", "<label for=\"token\">")
                .doesNotContain("style=", "onclick")
                .doesNotContainPattern("<script(?![^>]* src=)");
        String pico = "/webjars/picocss__pico/2.1.1/css/pico.min.css";
        assertThat(page.body()).contains(pico, "/assets/rollcall.css");
        Page style = browser.visit(console.url(pico)).expect(200);
        assertThat(style.response().headers().firstValue("Cache-Control"))
                .hasValueSatisfying(cache -> assertThat(cache).contains("max-age=31536000"));
        browser.visit(console.url("/assets/rollcall.css")).expect(200);
        assertThat(browser.visit(console.url("/nowhere")).expect(303).location().getPath())
                .isEqualTo("/login");
        Page lost = console.adminBrowser().visit(console.url("/nowhere")).expect(404);
        assertThat(lost.body()).contains("<main", "There is nothing at this path", "/console/dead-letters", "Sign out");
    }

    @Test
    void takesOnlyTheVeryAdminToken() {
        Page form = browser.visit(console.url("/login"));
        Page wrong = browser.submit(
                console.url("/login/token"), Map.of("token", "wrong", "return", "/console", "_csrf", form.csrf()));
        assertThat(wrong.expect(401).body()).contains("This isn't the admin token.");
        assertThat(browser.isSignedIn()).isFalse();
        browser.submit(console.url("/login/token"), Map.of("token", Stage.ADMIN_TOKEN, "return", "/console"))
                .expect(403);
        Browser admin = console.adminBrowser();
        assertThat(admin.cookie("rollcall_session").orElseThrow().getValue()).doesNotContain(Stage.ADMIN_TOKEN);
        admin.call("GET", console.url("/api/v1/connections"), "").expect(200);
        try (var other = console.stage.start(Map.of("rollcall.admin-token", "another-admin-token-now"))) {
            admin.call("GET", Stage.url(other) + "/api/v1/connections", "").expect(401);
        }
    }
}
