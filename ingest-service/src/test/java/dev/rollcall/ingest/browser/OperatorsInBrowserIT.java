package dev.rollcall.ingest.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.rebuild.PartitionProgress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.slf4j.LoggerFactory;

/** What operators do in the console, in a real browser; nothing of it tells a log who somebody is. */
@InChromium
class OperatorsInBrowserIT {

    private final Stage stage = Stage.shared();
    private final OperatorPages pages = new OperatorPages(stage);
    private final Chromium browser = Chromium.fresh();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger web = (Logger) LoggerFactory.getLogger("org.springframework.web");
    private final Logger ours = (Logger) LoggerFactory.getLogger("dev.rollcall");

    @BeforeEach
    void listen() {
        logged.start();
        for (Logger logger : new Logger[] {web, ours}) {
            logger.addAppender(logged);
            logger.setLevel(Level.DEBUG);
        }
        browser.signedIn(stage);
    }

    @AfterEach
    void saysNothingOfPeople() {
        for (Logger logger : new Logger[] {web, ours}) {
            logger.detachAppender(logged);
            logger.setLevel(null);
        }
        assertThat(logged.list).isNotEmpty();
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .allSatisfy(line -> assertThat(line).doesNotContain("grace", "Grace", "Hopper", "staff-4711"));
        assertThat(browser.requests())
                .isNotEmpty()
                .allSatisfy(
                        asked -> assertThat(asked).startsWith(stage.url() + "/").doesNotContain("grace", "staff-4711"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void findsOutWhySomebodyIsNotInAnAppAndProvesThatALeaverIsOutOfAll() {
        pages.scim.post("/Users", "{\"userName\": \"grace.kelly@example.com\"}").expect(201);
        browser.open(stage.url() + "/console/people");
        browser.find("option[value='" + pages.scim.connection() + "']").click();
        browser.find("input[name=who]").sendKeys("grace", Keys.ENTER);
        browser.awaitText("table", "grace.kelly");
        browser.isForEverybody("who fits");
        browser.link("grace.hopper@example.com").click();
        browser.awaitPath(pages.person());
        assertThat(browser.find("#app-" + pages.payroll).getText()).contains("Payroll: there since", "newest change");
        assertThat(browser.find("#app-" + pages.wiki).getText())
                .contains("dead letter", "The app refused this one resource", "Retry or skip");
        assertThat(browser.find("main").getText()).contains("Joined Engineers", "As they were then", "Rear Admiral");

        pages.scim.delete("/Users/" + pages.user).expect(204);
        for (String app : pages.apps()) {
            pages.settle(app, Long.MAX_VALUE / 2, DeliveryOutcome.DELIVERED);
        }
        await().untilAsserted(() -> {
            browser.open(stage.url() + pages.person());
            assertThat(browser.text()).contains("Deleted:", "Out of every app since");
        });
        assertThat(browser.link("Download the signed statement").getAttribute("href"))
                .endsWith("/users/" + pages.user + "/apps/statement");
        browser.open(stage.url() + "/console/people?connection=" + pages.scim.connection());
        browser.find("input[name=who]").sendKeys("Grace.Hopper@example.com", Keys.ENTER);
        browser.awaitPath(pages.person());
    }

    @Test
    void triesADeadLetterAgainAndThenDoesWithoutIt() {
        browser.open(stage.url() + "/console/dead-letters");
        browser.find("a[href*='" + pages.wiki + "']").click();
        browser.awaitText("h1", "Wiki: http-422 invalidValue");
        assertThat(browser.text()).contains("The app refused this one resource", "What to do:", "Skip it instead");
        browser.find("#retry-reason").sendKeys("The rule is mended", Keys.ENTER);
        browser.awaitText("main", "1 letter is being tried again");
        assertThat(stage.deliveries(pages.scim.connection()).retries())
                .singleElement()
                .satisfies(retry -> assertThat(retry.getOperator()).isEqualTo("admin-token"))
                .satisfies(retry -> assertThat(retry.getReason()).isEqualTo("The rule is mended"));
        browser.isForEverybody("after a retry");

        browser.open(stage.url() + "/console/dead-letters/" + pages.letter);
        assertThat(browser.text())
                .contains("being tried again", "Retry wished for by the admin token", "The rule is mended");
        browser.find("#reason").sendKeys("A test account");
        browser.find("button[value=skip]").click();
        browser.awaitText("main", "Skipped: the app is left without it.");
        assertThat(browser.text()).contains("skipped by the admin token", "A test account");
    }

    @Test
    void rebuildsTheDirectoryAndGoesBack() {
        browser.open(stage.url() + "/console/recovery");
        browser.find("#reason").sendKeys("In doubt", Keys.ENTER);
        browser.awaitText("h1", "Rebuild ");
        String rebuild = browser.path().substring(browser.path().lastIndexOf('/') + 1);
        pages.tell(rebuild, 0, PartitionProgress.Stage.COPYING, 250);
        browser.awaitText("#progress", "25.0 %, 50 records a second, 15 s left");
        browser.isForEverybody("a rebuild under way");
        pages.tell(rebuild, 0, PartitionProgress.Stage.EQUAL, 1_000);
        pages.tell(rebuild, 1, PartitionProgress.Stage.EQUAL, 1_000);
        browser.awaitText("main", "active: It is read now.");
        browser.find("button[value=rollback]").click();
        browser.awaitText("main", "ready: It equals the log.");
        browser.find("button[value=cancel]").click();
        browser.awaitText("main", "cancelled: It was given up.");
        assertThat(browser.text()).contains("the admin token", "In doubt");
    }

    @Test
    void showsWhatAReplayWouldSendBeforeItIsStarted() {
        browser.open(stage.url() + "/console/apps/" + pages.wiki + "/replays?failed=true");
        browser.find("button[value=dry-run]").click();
        browser.awaitText("#run", "What it would send");
        assertThat(browser.find("main").getText()).contains("1 message, about 1 user or group. Nothing is sent yet.");
        assertThat(stage.admin().get("/api/v1/replays?app=" + pages.wiki).expect(200))
                .isEmpty();
        browser.isForEverybody("what a replay would send");
        browser.find("#start-reason").sendKeys("The rule is mended", Keys.ENTER);
        browser.awaitText("main", "running: what the app was given up on");
        browser.find("#reason").sendKeys("Rush hour", Keys.ENTER);
        browser.awaitText("main", "paused: what");
        browser.find("#reason").sendKeys("Never mind");
        browser.find("button[value=cancel]").click();
        browser.awaitText("main", "cancelled: what");
        assertThat(browser.text())
                .contains("The rule is mended", "paused at 100 a second, by the admin token", "Rush hour");
    }

    @Test
    void comparesAnAppAndRepairsWhatIsChosen() {
        browser.open(stage.url() + "/console/apps/" + pages.sso + "/reconciliations");
        browser.find("#reason").sendKeys("Audit", Keys.ENTER);
        browser.awaitText("main", "It waits for a worker to begin.");
        String run = browser.path().substring(browser.path().lastIndexOf('/') + 1);
        pages.end(run);
        browser.awaitText("main", "The app differs from what it should have.");
        assertThat(browser.text())
                .contains(
                        "changed at the app", "Differs: title.", "We know nothing of it", "only repaired when chosen");
        browser.find("#findings ~ form input[type=checkbox]").click();
        browser.find("#reason").sendKeys("Restored from a backup");
        browser.find("button[value=chosen]").click();
        browser.awaitText("#progress", "Repair waiting by the admin token");
        assertThat(stage.settings()
                        .reconciliation(pages.sso)
                        .orElseThrow()
                        .value()
                        .getRepair()
                        .getFindings())
                .hasSize(1);
        browser.isForEverybody("a repair that waits");
    }

    @Test
    void bringsSomebodyBackToWhatTheyWere() {
        pages.scim.patch("/Users/" + pages.user, """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                 "Operations": [{"op": "replace", "path": "title", "value": "Commodore"}]}""").expect(200);
        browser.open(stage.url() + pages.person());
        browser.find("#change-1 a[href*='/then']").click();
        browser.awaitText("h1", "As they were");
        assertThat(browser.text()).contains("Rear Admiral");
        browser.find("main form[method=post] button").click();
        browser.awaitText("h1", "Restore");
        assertThat(browser.find("table").getText()).contains("title", "Commodore", "Rear Admiral");
        browser.isForEverybody("what a restore changes");
        browser.find("#reason").sendKeys("Synced by mistake", Keys.ENTER);
        browser.awaitText("h1", "Restored");
        browser.link("The person now").click();
        browser.awaitText("#changes > li:first-child", "by a restore of the admin token");
        assertThat(browser.text()).contains("Synced by mistake", "Commodore → Rear Admiral");
    }

    @Test
    void bringsAGroupBackByKeyboardAlone() {
        pages.scim.patch("/Groups/" + pages.group, """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                 "Operations": [{"op": "remove", "path": "members"}]}""").expect(204);
        browser.open(stage.url() + "/console/people?connection=" + pages.scim.connection());
        browser.tabTo("#who");
        browser.press("engin", Keys.ENTER);
        browser.awaitPath(pages.group());
        assertThat(browser.find("header [aria-current]").getText()).isEqualTo("People");
        assertThat(browser.text()).contains("Nobody is in it.", "1 member left", "1 member joined");
        browser.tabTo("#change-3 a[href$='sequence=3']");
        browser.press(Keys.ENTER);
        browser.awaitText("h1", "As it was");
        assertThat(browser.text()).contains("One member.", "grace.hopper@example.com");
        browser.tabTo("main form[method=post] button");
        browser.press(Keys.ENTER);
        browser.awaitText("h1", "Restore");
        assertThat(browser.text()).contains("grace.hopper@example.com gets in");
        browser.isForEverybody("what a restore of a group changes");
        browser.tabTo("#reason");
        browser.press("Synced by mistake", Keys.ENTER);
        browser.awaitText("h1", "Restored");
        browser.link("The group now").click();
        browser.awaitText("#changes > li:first-child", "by a restore of the admin token");
        assertThat(browser.text()).contains("One member.", "Synced by mistake");
    }

    @Test
    void forgetsSomebodyOnceItIsConfirmed() {
        pages.scim.delete("/Users/" + pages.user).expect(204);
        browser.open(stage.url() + pages.person());
        browser.link("Forget this person …").click();
        browser.awaitText("h1", "Forget grace.hopper@example.com");
        browser.find("#reason").sendKeys("Hopper asked for it");
        browser.find("#confirm").click();
        browser.find("main form button").click();
        browser.awaitText("#reason-wrong", "names the person");
        browser.isForEverybody("a reason that names the person");
        assertThat(browser.complaints()).singleElement().asString().contains("400");
        browser.find("main [role=alert] a").click();
        assertThat(browser.run("return location.hash")).isEqualTo("#reason");
        browser.find("#reason").clear();
        browser.find("#reason").sendKeys("Case 4711");
        browser.find("#confirm").click();
        browser.find("main form button").click();
        browser.awaitText("h1", "Being forgotten");
        browser.awaitText("#waits", "What it waits for");
        browser.isForEverybody("what is waited for");
        for (var app : stage.settings().apps()) {
            pages.settle(app.id(), Long.MAX_VALUE / 2, DeliveryOutcome.DELIVERED);
        }
        browser.awaitText("h1", "Forgotten");
        browser.awaitText("#told", "The person is forgotten.");
        assertThat(browser.text())
                .contains("What is gone", "What remains, until when", "identity.changes")
                .doesNotContain("grace", "Hopper");
        browser.isForEverybody("what is gone");
        assertThat(browser.link("Download the signed statement").getAttribute("href"))
                .contains("/users/" + pages.user + "/erasure/statement");
    }
}
