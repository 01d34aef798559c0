package dev.rollcall.bench.recovery;

import dev.rollcall.bench.target.Admin;
import dev.rollcall.bench.target.Waiting;
import java.time.Duration;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A rebuild over the admin API, from the wish for it to its confirmation. */
final class Rebuild {

    private static final Set<String> OVER = Set.of("active", "failed", "cancelled", "confirmed");
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    /** More isn't told before all is compared. */
    private static final double COPIED = 99.9;

    private final Admin admin;
    private final long expected;
    private final long began = System.nanoTime();
    private final String id;

    /** @param expected documents that there are at least */
    Rebuild(Admin admin, long expected) {
        this.admin = admin;
        this.expected = expected;
        this.id = admin.post("rebuilds", "{\"automatic\":true,\"reason\":\"bench\"}")
                .path("id")
                .asString();
    }

    /**
     * What came of it.
     *
     * @param copyNanos until all was copied
     * @param nanos until it was compared and switched to
     */
    record Outcome(int generation, long copyNanos, long nanos, JsonNode view) {

        boolean isWell() {
            return view.path("state").asString("").equals("confirmed")
                    && !view.path("verification").isEmpty()
                    && view.path("verification")
                            .valueStream()
                            .allMatch(part -> part.path("equal").asBoolean());
        }
    }

    /** Waits until it is switched to. */
    Outcome await() {
        Waiting.until(() -> isCopied(view()), LOOK, PATIENCE);
        long copied = System.nanoTime() - began;
        Waiting.until(() -> isOver(view()), LOOK, PATIENCE);
        return new Outcome(Integer.parseInt(id), copied, System.nanoTime() - began, view());
    }

    /** Has the generation before it dropped. */
    Outcome confirm(Outcome outcome) {
        return outcome.view().path("state").asString("").equals("active")
                ? new Outcome(
                        outcome.generation(),
                        outcome.copyNanos(),
                        outcome.nanos(),
                        admin.post("rebuilds/" + id + "/confirm", ""))
                : outcome;
    }

    private JsonNode view() {
        return admin.get("rebuilds/" + id);
    }

    private boolean isCopied(JsonNode view) {
        return isOver(view)
                || view.at("/progress/records").asLong() >= expected
                        && view.at("/progress/percent").asDouble() >= COPIED;
    }

    private static boolean isOver(JsonNode view) {
        return OVER.contains(view.path("state").asString(""));
    }
}
