package dev.rollcall.ingest.browser;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.openqa.selenium.Keys;

/** Walks over a page as somebody does who has a keyboard alone. */
final class Keyboard {

    static final int MOST_STOPS = 300;

    private static final String STYLE = """
            const style = getComputedStyle(document.activeElement);
            const isSeen =
              style.boxShadow !== "none" || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
            """;

    static final String IS_SEEN = STYLE + "return isSeen;";

    /** All that the keyboard has to reach, in order. */
    private static final String STOPS = """
            const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
              .filter(one => !one.disabled && one.type !== "hidden" && one.checkVisibility() && one.tabIndex >= 0);
            """;

    private static final String ALL = STOPS + "return stops.map(one => one.outerHTML.slice(0, 200));";

    /** What looks as if it did something and can't be focused, and what is focused but not for its turn. */
    private static final String STRANGE = """
            return [...document.querySelectorAll("[onclick], [role=button], [role=link], a, [tabindex]")]
              .filter(one => one.checkVisibility())
              .filter(one => one.tabIndex < 0 || one.tabIndex > 0 || (one.tagName === "A" && !one.hasAttribute("href")))
              .map(one => one.outerHTML.slice(0, 200));
            """;

    /** What is swapped in meanwhile has the place of what it is swapped for. */
    private static final String HERE = STOPS + STYLE + """
            const one = document.activeElement;
            const box = one.getBoundingClientRect();
            const isInView = box.width > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
            return [stops.indexOf(one), isInView && isSeen, one.outerHTML.slice(0, 200)];
            """;

    private final Chromium browser;

    Keyboard(Chromium browser) {
        this.browser = browser;
    }

    List<String> troubles() {
        var troubles = new ArrayList<String>();
        list(STRANGE).forEach(one -> troubles.add("strange: " + one));
        List<?> all = list(ALL);
        browser.run("document.activeElement.blur(); scrollTo(0, 0);");
        Set<Integer> reached = walk(all.size(), troubles);
        for (int stop = 0; stop < all.size(); stop++) {
            if (!reached.contains(stop)) {
                troubles.add("out of reach: " + all.get(stop));
            }
        }
        skip(troubles);
        return troubles;
    }

    private Set<Integer> walk(int stops, List<String> troubles) {
        var reached = new HashSet<Integer>();
        int last = -1;
        // inputs of times have several stops
        for (int press = 0; press < stops * 2 + MOST_STOPS / 10; press++) {
            browser.tab();
            List<?> here = list(HERE);
            int number = ((Number) Objects.requireNonNull(here.get(0))).intValue();
            if (number < 0) {
                return reached;
            }
            if (number == 0 && reached.contains(stops - 1)) {
                return reached;
            }
            if (number < last) {
                troubles.add("out of order: " + here.get(2));
            }
            if (!Boolean.TRUE.equals(here.get(1))) {
                troubles.add("not to be seen: " + here.get(2));
            }
            last = number;
            reached.add(number);
        }
        troubles.add("no way out of the page after " + reached.size() + " stops");
        return reached;
    }

    /** The first stop leads over the navigation. */
    private void skip(List<String> troubles) {
        browser.run("document.activeElement.blur(); scrollTo(0, 0);");
        browser.tab();
        browser.press(Keys.ENTER);
        if (!Boolean.TRUE.equals(browser.run("return location.hash === '#content'"))) {
            troubles.add("the first stop doesn't lead to the content");
        }
        browser.tab();
        if (Boolean.TRUE.equals(browser.run("return !!document.activeElement.closest('header')"))) {
            troubles.add("the navigation isn't skipped");
        }
    }

    private List<?> list(String script) {
        return (List<?>) Objects.requireNonNull(browser.run(script));
    }
}
