package dev.rollcall.ingest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.stage.Stage;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every page is for everybody: by axe in light and dark, by keyboard alone, and without scrolling sideways on a telephone. With
 * {@code -Drollcall.browser.pictures=FOLDER} each is photographed.
 */
@InChromium
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessibilityIT {

    private static final int DESKTOP = 1280;
    private static final int TELEPHONE = 360;
    private static final String PICTURES = System.getProperty("rollcall.browser.pictures", "");

    private final Stage stage = Stage.shared();
    private final Map<String, String> pages = Pages.paths();
    private Chromium browser;

    @BeforeAll
    void signIn() {
        browser = Chromium.fresh().signedIn(stage);
    }

    Stream<String> pages() {
        return pages.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyoneCanReadAndUse(String page) {
        browser.wide(DESKTOP);
        browser.open(stage.url() + pages.get(page));
        for (String scheme : new String[] {"light", "dark"}) {
            browser.colours(scheme);
            assertThat(browser.violations()).as(page + " in " + scheme).isEmpty();
            photograph(page, scheme, DESKTOP);
        }
        browser.colours("light");
        assertThat(browser.keyboardTroubles()).as(page + " by keyboard").isEmpty();
        browser.wide(TELEPHONE);
        assertThat(browser.run("return document.documentElement.scrollWidth <= window.innerWidth"))
                .as(page + " fits on a telephone")
                .isEqualTo(true);
        assertThat(browser.run("return [...document.querySelectorAll('.stacks')].every("
                        + "table => table.scrollWidth <= table.parentElement.clientWidth)"))
                .as(page + " has no table that is cut off on a telephone")
                .isEqualTo(true);
        for (String scheme : new String[] {"light", "dark"}) {
            browser.colours(scheme);
            photograph(page, scheme, TELEPHONE);
        }
    }

    private void photograph(String page, String scheme, int width) {
        if (!PICTURES.isEmpty()) {
            browser.photograph(Path.of(PICTURES, page + "-" + width + "-" + scheme + ".png"));
        }
    }
}
