package dev.rollcall.ingest.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.browser.Chromium;
import dev.rollcall.ingest.browser.InChromium;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signing in by a provider, in a real browser: its rules on cookies, redirects and what a page may do are its own. */
@InChromium
class SignInInBrowserIT {

    private final StagedProvider provider = new StagedProvider();
    private final Console console = Console.of(provider);
    private final Chromium browser = Chromium.fresh();

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void signsInWithPkceAndShowsTheRole() {
        console.allow("viewer", "{\"kind\": \"email\", \"value\": \"ada@example.com\"}");
        browser.open(console.url("/login?return=/console/apps"));
        assertAccessible();
        choose();
        browser.awaitPath("/console/apps");

        assertThat(browser.find(".who").getText()).contains("Ada Lovelace, viewer");
        assertThat(browser.requests())
                .filteredOn(asked -> asked.startsWith(provider.issuer() + "/authorize"))
                .singleElement()
                .satisfies(asked -> assertThat(Browser.query(URI.create(asked)))
                        .containsEntry("code_challenge_method", "S256")
                        .containsKeys("code_challenge", "nonce", "state"));
        assertThat(browser.complaints()).isEmpty();

        browser.open(console.url("/console"));
        assertThat(browser.text()).doesNotContain("New connection");
        browser.find(".who button").click();
        browser.awaitText("h1", "You are signed out");
        assertAccessible();
        browser.open(console.url("/console"));
        browser.awaitPath("/login");
    }

    @Test
    void tellsWhoHasNoAccessWhatTheirProviderSaysOfThem() {
        browser.open(console.url("/login"));
        choose();
        browser.awaitText("h1", "You have no access");
        assertThat(browser.text()).contains("ada@example.com");
        assertAccessible();
    }

    @Test
    void showsAnAdministratorWhatComesOfALogin() {
        console.allow("operator", "{\"kind\": \"everyone\"}");
        browser.signedIn(console.stage).open(console.url("/console/connections/" + console.connection + "/sign-in"));
        browser.link("Test login").click();
        browser.awaitText("h1", "Your connection works!");
        assertThat(browser.text()).contains("operator");
        assertThat(browser.find(".who").getText()).contains("Administrator, admin");
        assertAccessible();

        provider.lie = token -> token.claim("nonce", "another");
        browser.open(console.url("/login/test/" + console.connection));
        browser.awaitText("h1", "The sign-in failed");
        assertThat(browser.text()).contains("nonce");
        assertAccessible();
    }

    private void choose() {
        browser.find("a[href*='/oauth2/authorization/" + console.connection + "']")
                .click();
    }

    private void assertAccessible() {
        for (String scheme : new String[] {"light", "dark"}) {
            browser.colours(scheme);
            assertThat(browser.violations())
                    .as(browser.path() + " in " + scheme)
                    .isEmpty();
        }
    }
}
