package dev.rollcall.bench.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.bench.load.Call;
import dev.rollcall.bench.load.LoadGenerator;
import dev.rollcall.bench.load.Measured;
import dev.rollcall.bench.load.ScriptedServer;
import dev.rollcall.bench.load.ScriptedServer.Answer;
import dev.rollcall.bench.population.Population;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WalkTest {

    private static final int USERS = 350;

    private final LoadGenerator generator = new LoadGenerator();

    @AfterEach
    void close() {
        generator.close();
    }

    @Test
    void keepsAPageNearTheStartAndTheLastFullOne() {
        try (var server = listing(everybody())) {
            Walk walk = walk(server);

            assertThat(errors(server, walk.nearTheStart())).isZero();
            assertThat(new String(walk.nearTheStart().bytes(), StandardCharsets.UTF_8))
                    .contains("cursor=at-100 ");
            assertThat(errors(server, walk.nearTheEnd())).isZero();
            assertThat(new String(walk.nearTheEnd().bytes(), StandardCharsets.UTF_8))
                    .contains("cursor=at-200 ");
        }
    }

    @Test
    void breaksOffWhenAUserIsListedTwice() {
        List<Integer> doubled = IntStream.concat(IntStream.of(1), IntStream.rangeClosed(1, USERS))
                .boxed()
                .toList();
        try (var server = listing(doubled)) {
            assertThatThrownBy(() -> walk(server)).hasMessageContaining("1 users more than once and left 0 out");
        }
    }

    @Test
    void breaksOffWhenAUserIsLeftOut() {
        try (var server = listing(everybody().subList(0, USERS - 1))) {
            assertThatThrownBy(() -> walk(server)).hasMessageContaining("0 users more than once and left 1 out");
        }
    }

    private Walk walk(ScriptedServer server) {
        var population = new Population(server.calls());
        population.require(USERS, generator);
        return Walk.through(population, server.calls(), generator);
    }

    private long errors(ScriptedServer server, Call call) {
        var left = new AtomicInteger(1);
        Measured measured = generator.run(
                server.calls().server(), 1, Duration.ofMinutes(1), _ -> left.getAndDecrement() > 0 ? call : null);
        return measured.errors();
    }

    private static List<Integer> everybody() {
        return IntStream.rangeClosed(1, USERS).boxed().toList();
    }

    /** A server that creates users by number and lists these, whose cursors are plain. */
    private static ScriptedServer listing(List<Integer> users) {
        return new ScriptedServer((number, line) -> {
            if (line.startsWith("POST")) {
                return new Answer(201, "http://x/scim/v2/demo/Users/" + number, "{}");
            }
            String cursor = line.substring(line.indexOf("cursor=") + "cursor=".length());
            int from = cursor.isEmpty() ? 0 : Integer.parseInt(cursor.substring("at-".length()));
            int to = Math.min(users.size(), from + Walk.PAGE);
            String resources = users.subList(from, to).stream()
                    .map("{\"id\":\"%d\"}"::formatted)
                    .collect(Collectors.joining(","));
            String next = to < users.size() ? ",\"nextCursor\":\"at-" + to + "\"" : "";
            return Answer.ok("{\"Resources\":[" + resources + "]" + next + "}");
        });
    }
}
