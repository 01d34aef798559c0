package dev.rollcall.ingest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** How an administrator makes an app and tries it, in a real browser. */
@InChromium
class AppsInBrowserIT {

    private final Stage stage = Stage.shared();
    private final Chromium browser = Chromium.fresh().signedIn(stage);

    @Test
    void makesAnAppTriesAScopeAndStopsIt() {
        HttpCalls scim = stage.connection();
        scim.post("/Users", "{\"userName\": \"ada@example.com\"}").expect(201);
        browser.open(stage.url() + "/console/apps");
        browser.link("New app").click();
        browser.isForEverybody("kinds of apps");
        browser.find("a[href$='kind=scim']").click();
        browser.find("#name").sendKeys("Wiki");
        browser.find("#url").sendKeys("https://wiki.example.com/scim/v2");
        browser.find("input[value='" + scim.connection() + "']").click();
        assertThat(browser.find("#secret").isDisplayed()).isTrue();
        assertThat(browser.find("#client").isDisplayed()).isFalse();
        browser.find("#method option[value=client_credentials]").click();
        assertThat(browser.find("#token-url").isDisplayed()).isTrue();
        browser.find("#method option[value=bearer]").click();
        browser.find("#name").sendKeys(Keys.ENTER);
        browser.awaitText("#secret-wrong", "The secret");
        browser.isForEverybody("a form of an app with what is wrong");
        browser.find("#secret").sendKeys("s3cr3t", Keys.ENTER);
        browser.awaitText("h1", "Wiki");
        browser.isForEverybody("an app");

        browser.link("Preview").click();
        browser.find("#who").sendKeys("ada@example.com", Keys.ENTER);
        browser.awaitText("main", "POST /Users");
        browser.isForEverybody("what an app would be sent");
        browser.link("The app").click();
        browser.find("form[action$='/enabled'] button").click();
        browser.awaitText("main", "Disabled");
    }

    @Test
    void keepsTheNavigationWhereNothingIs() {
        browser.open(stage.url() + "/console/nowhere");
        browser.awaitText("h1", "Nothing is here");
        assertThat(browser.find(".who").getText()).contains("Administrator");
        browser.isForEverybody("nothing");
        browser.link("Dead letters").click();
        browser.awaitPath("/console/dead-letters");
        assertThat(browser.find("body").findElements(By.tagName("h1"))).hasSize(1);
    }
}
