package dev.rollcall.ingest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What PingOne's administrator does in the console, in a real browser. */
@InChromium
class ConsoleInBrowserIT {

    private final Stage stage = Stage.shared();
    private final Chromium browser = Chromium.fresh();

    @AfterEach
    void complainsOfNothingAndAsksNobodyElse() {
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests())
                .isNotEmpty()
                .allSatisfy(asked -> assertThat(asked).startsWith(stage.url() + "/"));
    }

    @Test
    void leadsFromSigningInToTheTokenByKeyboardAlone() {
        browser.open(stage.url() + "/console");
        browser.awaitPath("/login");
        browser.press(Keys.TAB);
        assertThat(browser.focused().getText()).isEqualTo("Skip to the content");
        browser.tabTo("#token");
        browser.press(Stage.ADMIN_TOKEN, Keys.ENTER);
        browser.awaitPath("/console");
        assertThat(browser.find(".who").getText()).contains("Administrator, admin");
        browser.tabTo("a[href='/console/connections/new']");
        browser.press(Keys.ENTER);
        browser.awaitPath("/console/connections/new");
        browser.tabTo("#name");
        browser.press("Acme & Co", Keys.TAB, Keys.TAB, Keys.ENTER);
        browser.awaitText("h1", "Acme & Co");
        browser.tabTo("button[aria-label='Copy OAuth Access Token']");
        browser.press(Keys.ENTER);
        browser.awaitText("button[aria-label='Copied OAuth Access Token']", "Copied");
        assertThat(browser.clipboard()).startsWith("rc_");
        assertThat(browser.run("return document.querySelectorAll('[tabindex]:not([tabindex=\"0\"])').length"))
                .as("elements out of order")
                .isEqualTo(0L);
    }

    @Test
    void turnsEachStepGreenAsPingOneCalls() {
        HttpCalls pingOne = connect();
        browser.run("window.isTheSame = true");

        pingOne.list("/Users", "username Eq \"ada\"").expect(200);
        awaitState("authenticated", "done");
        awaitState("lookup", "done");
        String user = pingOne.post("/Users", user("true")).id();
        awaitState("user", "done");
        String group =
                pingOne.post("/Groups", "{\"displayName\": \"Engineers\"}").id();
        awaitState("group", "done");
        pingOne.put("/Groups/" + group, """
                {"displayName": "Engineers", "members": [{"value": "%s"}]}""".formatted(user)).expect(200);
        awaitState("membership", "done");
        assertThat(browser.find("#check-deactivation").getText()).contains("not seen yet");
        pingOne.put("/Users/" + user, user("false")).expect(200);
        awaitState("deactivation", "done");

        assertThat(browser.run("return window.isTheSame")).isEqualTo(true);
    }

    private static String user(String active) {
        return """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ada", "active": %s,
                 "name": {"givenName": "Ada", "familyName": "Lovelace"},
                 "emails": [{"value": "ada@example.com", "type": "work", "primary": true}]}""".formatted(active);
    }

    @Test
    void tellsWhichScreenOfPingOneMendsAWrongTokenAndForgetsItOnceMended() {
        HttpCalls pingOne = connect();
        HttpCalls wrong = pingOne.withToken("an-old-token");

        wrong.list("/Users", "username Eq \"ada\"").expect(401);
        awaitState("authenticated", "wrong");
        assertThat(browser.find("#check-authenticated").getText())
                .contains("credential", "Configure Authentication", "OAuth Access Token");
        pingOne.list("/Users", "username Eq \"ada\"").expect(200);
        awaitState("authenticated", "done");
        wrong.list("/Users", "username Eq \"ada\"").expect(401);
        awaitState("authenticated", "wrong");
        pingOne.list("/Users", "username Eq \"ada\"").expect(200);
        awaitState("authenticated", "done");
    }

    @Test
    void followsTheRequestLogAndTellsTheWayOfACall() {
        HttpCalls scim = stage.connection();
        browser.signedIn(stage).open(stage.url() + "/console/connections/" + scim.connection() + "/requests");
        browser.awaitText("#live", "Following");
        browser.awaitText("#rows", "No call");
        browser.run("window.isTheSame = true");

        scim.post("/Users", user("true")).expect(201);
        browser.awaitText("#rows", "POST");
        browser.awaitText("#rows", "applied");
        assertThat(browser.run("return window.isTheSame")).isEqualTo(true);
        scim.list("/Users", "nope eq \"x\"").expectError(400, "invalidFilter");
        browser.awaitText("#rows .wrong", "400");

        browser.find("#rows tr:last-child a").click();
        browser.awaitText(".way", "Change 1");
        assertThat(browser.find(".way").getText()).contains("create of user", "Directory applied");
        assertThat(browser.text()).doesNotContain("Lovelace", "ada@example.com");
    }

    /** Makes a connection and pastes what the guide says, as one does at PingOne. */
    private HttpCalls connect() {
        browser.signedIn(stage).open(stage.url() + "/console/connections/new");
        browser.find("#name").sendKeys("Acme", Keys.ENTER);
        browser.awaitText("#live", "Following");
        String base = copied("SCIM BASE URL");
        assertThat(base).startsWith(stage.url() + "/scim/v2/");
        assertThat(List.of(copied("Users Resource"), copied("User Filter Expression")))
                .containsExactly("/Users", "username Eq \"%s\"");
        return new HttpCalls(base, copied("OAuth Access Token"));
    }

    private String copied(String label) {
        browser.find("button[aria-label='Copy " + label + "']").click();
        browser.awaitOne("button[aria-label='Copied " + label + "']");
        return browser.clipboard();
    }

    private void awaitState(String step, String state) {
        browser.awaitOne("#check-" + step + "." + state);
    }
}
