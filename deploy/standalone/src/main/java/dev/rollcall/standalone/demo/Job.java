package dev.rollcall.standalone.demo;

import dev.rollcall.standalone.Waiting;
import dev.rollcall.standalone.demo.web.JsonCalls;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Something that Rollcall does in the background, watched until it is over. */
final class Job {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration BETWEEN = Duration.ofMillis(250);

    private Job() {}

    /** Waits until its view says so. */
    static JsonNode await(JsonCalls admin, String path, Predicate<JsonNode> isOver) {
        return Waiting.until(LIMIT, BETWEEN, () -> Optional.of(admin.get(path)).filter(isOver))
                .orElseThrow(() -> new IllegalStateException(path + " isn't over after " + LIMIT));
    }

    /** It must have ended well. */
    static void require(JsonNode view, String pointer, String wanted) {
        if (!view.at(pointer).asString("").equals(wanted)) {
            throw new IllegalStateException("It should be " + wanted + ": " + view);
        }
    }
}
