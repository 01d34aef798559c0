package dev.rollcall.ingest.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.login.Browser.Page;
import java.net.HttpCookie;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The whole way with a real provider, whose client has to use PKCE with S256. */
class KeycloakLoginIT {

    private static final Pattern PROVIDER_LINK = Pattern.compile("<a role=\"button\" href=\"([^\"]*)\"");

    private final Keycloak keycloak = Keycloak.shared();
    private final Console console = new Console(keycloak.discoveryUrl(), Keycloak.CLIENT, Keycloak.SECRET);
    private final Browser browser = new Browser();

    private Page signIn(Browser browser, String user) {
        return signIn(browser, user, console.start() + "?return=/api/v1/policies");
    }

    private Page signIn(Browser browser, String user, String start) {
        return browser.follow(back(browser, user, start));
    }

    /** The redirect from the provider, not followed yet. */
    private Page back(Browser browser, String user, String start) {
        Page form = browser.open(start).expect(200);
        assertThat(form.url().toString()).startsWith(keycloak.issuer());
        return browser.submit(form.formAction(), Map.of("username", user, "password", user + "-password"));
    }

    @Test
    void signsInByAGroupClaimAndOutAgain() {
        console.allow("operator", "{\"kind\": \"claim\", \"name\": \"groups\", \"value\": \"identity-team\"}");

        Page page = signIn(browser, "ada");

        assertThat(page.expect(200).url().getPath()).isEqualTo("/api/v1/policies");
        Page home = browser.visit(console.url("/login"));
        assertThat(home.body()).contains("Ada Lovelace, operator");

        Page out = browser.submit(console.url("/logout"), Map.of("_csrf", home.csrf()))
                .expect(200);
        browser.call("GET", console.url("/api/v1/policies"), "").expect(401);
        Matcher link = PROVIDER_LINK.matcher(out.body());
        assertThat(link.find()).as(out.body()).isTrue();
        URI endSession = URI.create(Browser.unescaped(link.group(1)));
        assertThat(Browser.query(endSession))
                .containsEntry("client_id", Keycloak.CLIENT)
                .containsEntry("post_logout_redirect_uri", console.url("/login"))
                .containsKey("id_token_hint");
        assertThat(browser.open(endSession.toString()).url().getPath()).isEqualTo("/login");
        assertThat(browser.open(console.start()).expect(200).url().toString())
                .as("the provider asks for the password again")
                .startsWith(keycloak.issuer());
    }

    @Test
    void tellsWhomNoPolicyFitsWhatWasSeen() {
        console.allow("operator", "{\"kind\": \"claim\", \"name\": \"groups\", \"value\": \"identity-team\"}");

        Page page = signIn(browser, "eve");

        assertThat(page.expect(403).body()).contains("You have no access", "eve@example.org", "preferred_username");
        assertThat(browser.isSignedIn()).isFalse();
    }

    @Test
    void takesACodeOnce() {
        console.allow("operator", "{\"kind\": \"everyone\"}");
        Page back = back(browser, "ada", console.start());
        HttpCookie attempt = browser.cookie("rollcall_login").orElseThrow();
        String callback = back.location().toString();
        browser.visit(callback);
        assertThat(browser.isSignedIn()).isTrue();

        browser.visit(callback).expect(400);
        var thief = new Browser();
        thief.put(console.start(), attempt);
        thief.visit(callback).expect(400);

        assertThat(thief.isSignedIn()).isFalse();
    }

    @Test
    void tellsAdministratorsThatTheSecretIsWrong() {
        var wrong = new Console(keycloak.discoveryUrl(), Keycloak.CLIENT, "not-the-secret");

        Page told = signIn(wrong.adminBrowser(), "ada", wrong.url("/login/test/" + wrong.connection));

        assertThat(told.expect(400).body()).contains("The sign-in failed");
        assertThat(told.body()).containsAnyOf("invalid_client", "unauthorized_client");
        assertThat(told.body()).doesNotContain("not-the-secret");
        assertThat(signIn(new Browser(), "ada", wrong.start()).expect(400).body())
                .doesNotContain("client");
    }

    @Test
    void showsATestLogin() {
        console.allow("admin", "{\"kind\": \"domain\", \"value\": \"example.com\"}");
        Browser admin = console.adminBrowser();

        Page page = signIn(admin, "ada", console.url("/login/test/" + console.connection));

        assertThat(page.expect(200).body())
                .contains("Your connection works!", "<strong>admin</strong>", "identity-team", "ada@example.com");
    }

    @Test
    void signsInAsAPublicClient() {
        var open = new Console(keycloak.discoveryUrl(), "rollcall-public", null);
        open.allow("viewer", "{\"kind\": \"everyone\"}");

        assertThat(signIn(browser, "ada", open.start() + "?return=/api/v1/policies")
                        .expect(200)
                        .url()
                        .getPath())
                .isEqualTo("/api/v1/policies");
        assertThat(checks(open)).containsEntry("client", true);
    }

    @Test
    void findsNothingWrongWithAConnectionThatWorks() {
        var checks = checks(console);

        assertThat(checks)
                // Keycloak doesn't say what time it is
                .containsEntry("clock", null)
                .containsEntry("discovery", true)
                .containsEntry("issuer", true)
                .containsEntry("endpoints", true)
                .containsEntry("keys", true)
                .containsEntry("pkce", true)
                .containsEntry("client", true);
    }

    @Test
    void findsWhatIsWrong() {
        assertThat(checks(new Console(keycloak.discoveryUrl(), Keycloak.CLIENT, "not-the-secret")))
                .containsEntry("client", false);
        assertThat(checks(new Console(keycloak.discoveryUrl(), "nobody", "x"))).containsEntry("client", false);
        String elsewhere = keycloak.discoveryUrl().replace("realms/rollcall", "realms/nothing");
        assertThat(checks(new Console(elsewhere, Keycloak.CLIENT, Keycloak.SECRET)))
                .containsEntry("discovery", false)
                .doesNotContainKey("client");
    }

    private static Map<String, Boolean> checks(Console console) {
        var answer = console.stage.admin().post("/api/v1/connections/" + console.connection + "/test", "");
        JsonNode report = answer.expect(200);
        var checks = new HashMap<String, Boolean>();
        report.get("checks")
                .forEach(check -> checks.put(
                        check.get("name").stringValue(),
                        check.get("ok").isNull() ? null : check.get("ok").booleanValue()));
        assertThat(report.get("ok").booleanValue()).isEqualTo(!checks.containsValue(false));
        assertThat(report.get("redirect_uri").stringValue())
                .isEqualTo(console.url("/login/oauth2/code/" + console.connection));
        return checks;
    }
}
