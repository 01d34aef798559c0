package dev.rollcall.bench.cases;

import dev.rollcall.bench.load.Call;
import dev.rollcall.bench.load.CallSource;
import dev.rollcall.bench.load.Calls;
import dev.rollcall.bench.load.LoadGenerator;
import dev.rollcall.bench.load.Measured;
import dev.rollcall.bench.population.Population;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Lists all users by cursor (RFC 9865), page by page, and keeps two of the pages to be asked for again. */
final class Walk implements CallSource {

    static final int PAGE = 100;

    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Calls calls;
    private final Set<String> seen = new HashSet<>();
    private final List<Page> kept = new ArrayList<>();
    private @Nullable String cursor = "";
    private int pages;
    private int twice;

    private record Page(String cursor, List<String> ids) {}

    private Walk(Calls calls) {
        this.calls = calls;
    }

    /** @throws IllegalStateException when it doesn't list each of these users exactly once */
    static Walk through(Population population, Calls calls, LoadGenerator generator) {
        var walk = new Walk(calls);
        Measured measured = generator.run(calls.server(), 1, PATIENCE, walk);
        if (measured.errors() > 0) {
            throw new IllegalStateException("The walk by cursor broke off on page " + walk.pages + ": "
                    + measured.failures().getFirst());
        }
        long missing = population.ids(0, population.size()).stream()
                .filter(id -> !walk.seen.contains(id))
                .count();
        if (missing > 0 || walk.twice > 0) {
            throw new IllegalStateException(
                    "The walk by cursor listed " + walk.twice + " users more than once and left " + missing + " out.");
        }
        System.err.printf(
                "Walked %d users by cursor in %d pages, each user exactly once: %.1f s%n",
                walk.seen.size(), walk.pages, measured.nanos() / 1e9);
        return walk;
    }

    /** The second page, the first that a cursor leads to. */
    Call nearTheStart() {
        return again(kept.getFirst());
    }

    /** The last full page. */
    Call nearTheEnd() {
        return again(kept.getLast());
    }

    @Override
    public @Nullable Call next(int connection) {
        String at = cursor;
        return at == null
                ? null
                : page(at).expecting(Answers.json(list -> {
                    take(at, list);
                    return Optional.empty();
                }));
    }

    private void take(String at, JsonNode list) {
        List<String> ids = Answers.ids(list);
        ids.forEach(id -> twice += seen.add(id) ? 0 : 1);
        pages++;
        if (pages > 1 && ids.size() == PAGE) {
            if (kept.size() == 2) {
                kept.removeLast();
            }
            kept.add(new Page(at, ids));
        }
        cursor = list.path("nextCursor").stringValue(null);
    }

    private Call again(Page page) {
        return page(page.cursor).expecting(Answers.page(page.ids));
    }

    private Call page(String at) {
        return calls.get("/Users?count=" + PAGE + "&cursor=" + Calls.encoded(at));
    }
}
