package dev.rollcall.ingest.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Deque's axe, which knows how people with assistive technology get stuck. */
final class Axe {

    static final String SCRIPT = script();

    static final String RUN = """
            const done = arguments[arguments.length - 1];
            axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"]})
              .then(result => done(result.violations.flatMap(rule =>
                rule.nodes.map(node => rule.id + " at " + node.target.join(" ") + ": " + node.failureSummary))
                .concat([...document.querySelectorAll("table:not(:has(caption))")].map(table => "no caption: " + table.outerHTML))))
              .catch(failure => done(["axe failed: " + failure]));
            """;

    private Axe() {}

    private static String script() {
        try (InputStream script = Objects.requireNonNull(Axe.class.getResourceAsStream("/axe.min.js"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
