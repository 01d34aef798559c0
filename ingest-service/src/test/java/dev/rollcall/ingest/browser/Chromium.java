package dev.rollcall.ingest.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.ingest.stage.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real browser, without a window; one for all tests of a JVM. */
public final class Chromium {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int HEIGHT = 900;

    private final ChromeDriver driver;

    private Chromium(Installation installation) {
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(installation.driver().toFile())
                .build();
        var options = new ChromeOptions();
        options.setBinary(installation.browser().toFile());
        // chromedriver gives each a new profile, and removes it
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync");
        options.setCapability(
                "goog:loggingPrefs", Map.of(LogType.BROWSER, Level.ALL.getName(), LogType.PERFORMANCE, "ALL"));
        driver = new ChromeDriver(service, options);
        Runtime.getRuntime().addShutdownHook(new Thread(driver::quit));
        driver.executeCdpCommand(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
    }

    private static final class Shared {
        private static final Chromium ONE = new Chromium(Installation.found().orElseThrow());
    }

    /** The one browser, as if it had never been used. */
    public static Chromium fresh() {
        Chromium browser = Shared.ONE;
        browser.driver.get("about:blank");
        browser.driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        browser.wide(1280);
        browser.colours("light");
        browser.complaints();
        browser.requests();
        return browser;
    }

    public Chromium open(String url) {
        driver.get(url);
        return this;
    }

    /** Signs in with the admin token. */
    public Chromium signedIn(Stage stage) {
        open(stage.url() + "/login");
        find("#token").sendKeys(Stage.ADMIN_TOKEN, Keys.ENTER);
        awaitPath("/console");
        return this;
    }

    public String path() {
        return URI.create(driver.getCurrentUrl()).getPath();
    }

    public void awaitPath(String path) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(path()).isEqualTo(path));
    }

    public WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    public WebElement link(String text) {
        return driver.findElement(By.linkText(text));
    }

    public String text() {
        return find("body").getText();
    }

    /** Waits until an element, however often it is swapped, says this. */
    public void awaitText(String css, String text) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(find(css).getText()).contains(text));
    }

    /** Waits until there is such an element. */
    public void awaitOne(String css) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(driver.findElements(By.cssSelector(css)))
                        .as(css)
                        .isNotEmpty());
    }

    /** Goes to the next stop of the keyboard. */
    void tab() {
        for (String type : List.of("keyDown", "keyUp")) {
            driver.executeCdpCommand(
                    "Input.dispatchKeyEvent",
                    Map.of("type", type, "key", "Tab", "code", "Tab", "windowsVirtualKeyCode", 9));
        }
    }

    /** Presses keys, wherever the focus is. */
    public void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Walks on as the keyboard does; the focus has to be seen wherever it is. */
    public void tabTo(String css) {
        for (int stop = 0; stop < Keyboard.MOST_STOPS; stop++) {
            tab();
            assertThat(run(Keyboard.IS_SEEN))
                    .as(focused().getAttribute("outerHTML"))
                    .isEqualTo(true);
            if (Boolean.TRUE.equals(run("return document.activeElement.matches(arguments[0])", css))) {
                return;
            }
        }
        throw new AssertionError("No way by keyboard to " + css);
    }

    /** What of the page can't be reached, used or seen with the keyboard alone; a line for each. */
    public List<String> keyboardTroubles() {
        return new Keyboard(this).troubles();
    }

    /** Where the keyboard is. */
    public WebElement focused() {
        return driver.switchTo().activeElement();
    }

    public Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    public String clipboard() {
        return String.valueOf(
                driver.executeAsyncScript("navigator.clipboard.readText().then(arguments[arguments.length - 1])"));
    }

    /** As the person's system prefers it: {@code light} or {@code dark}; at once, without a transition. */
    public void colours(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    public void wide(int pixels) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Saves a picture of the whole page. */
    public void photograph(Path file) {
        Object size =
                driver.executeCdpCommand("Page.getLayoutMetrics", Map.of()).get("cssContentSize");
        var clip = new HashMap<String, Object>(Map.of("scale", 1));
        ((Map<?, ?>) size).forEach((name, value) -> clip.put(String.valueOf(name), value));
        Object picture = driver.executeCdpCommand(
                        "Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", clip))
                .get("data");
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(String.valueOf(picture)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the console of the browser said since it was last asked. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** URLs that pages asked for since it was last asked. */
    public List<String> requests() {
        var requests = new ArrayList<String>();
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            JsonNode message = JSON.readTree(entry.getMessage()).path("message");
            if (message.path("method").asString("").equals("Network.requestWillBeSent")) {
                String url = message.path("params").path("request").path("url").asString("");
                if (!url.startsWith("data:") && !url.startsWith("about:")) {
                    requests.add(url);
                }
            }
        }
        return requests;
    }

    /** Whether everybody can read and use the page as it is: by axe in light and dark, and on a narrow telephone. */
    public void isForEverybody(String page) {
        for (String scheme : new String[] {"light", "dark"}) {
            colours(scheme);
            assertThat(violations()).as(page + " in " + scheme).isEmpty();
        }
        colours("light");
        wide(360);
        assertThat(run("return document.documentElement.scrollWidth <= window.innerWidth"))
                .as(page + " fits on a telephone")
                .isEqualTo(true);
        wide(1280);
    }

    /** What axe finds on the page against WCAG 2.2 A and AA and what else it takes for good; a line for each element. */
    public List<String> violations() {
        driver.executeScript(Axe.SCRIPT);
        Object found = driver.executeAsyncScript(Axe.RUN);
        assertThat(found).isInstanceOf(List.class);
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }
}
