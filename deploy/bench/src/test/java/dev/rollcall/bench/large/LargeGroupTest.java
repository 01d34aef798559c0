package dev.rollcall.bench.large;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.bench.cases.BenchCase;
import dev.rollcall.bench.load.LoadGenerator;
import dev.rollcall.bench.load.ScriptedServer;
import dev.rollcall.bench.load.ScriptedServer.Answer;
import dev.rollcall.bench.report.StepResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LargeGroupTest {

    private static final String WITH_MEMBERS = """
            {"id":"g","members":[{"value":"a"},{"value":"b"}]}""";

    private final LoadGenerator generator = new LoadGenerator();
    private final List<StepResult> results = new ArrayList<>();
    private int shown;

    @AfterEach
    void close() {
        generator.close();
    }

    @Test
    void takesEachStepAndAwaitsThatTheDirectoryShowsIt() {
        try (var server = new ScriptedServer((_, line) -> group(line))) {
            run(server);

            assertThat(results)
                    .extracting(StepResult::step)
                    .containsExactly(
                            "create-empty",
                            "put",
                            "read",
                            "read-bare",
                            "members-page",
                            "put-again",
                            "add-one",
                            "remove-one",
                            "delete");
            assertThat(results).allMatch(StepResult::isClean);
            assertThat(results.get(1).shownMs())
                    .isGreaterThanOrEqualTo(results.get(1).ms());
            assertThat(results.getLast().status()).isEqualTo(204);
        }
    }

    @Test
    void goesOnAfterAStepThatFailed() {
        try (var server = new ScriptedServer(
                (_, line) -> line.startsWith("PATCH") ? new Answer(503, "", "{\"detail\":\"busy\"}") : group(line))) {
            run(server);

            assertThat(results)
                    .filteredOn(result -> !result.isClean())
                    .extracting(StepResult::step, StepResult::status, StepResult::failure)
                    .containsExactly(
                            tuple("add-one", 503, "status 503: busy"), tuple("remove-one", 503, "status 503: busy"));
        }
    }

    @Test
    void takesNoFurtherStepWithoutAGroup() {
        try (var server = new ScriptedServer((_, _) -> new Answer(500, "", "{}"))) {
            run(server);

            assertThat(results).hasSize(1);
            assertThat(results.getFirst().isClean()).isFalse();
        }
    }

    private void run(ScriptedServer server) {
        var steps = new Steps(BenchCase.LARGE_GROUP_PUT, server.calls(), generator, null, results::add);
        new LargeGroup(steps, server.calls(), List.of("a", "b", "c")).run();
    }

    /** A group of a and b, then of c too, then not, then gone; what was put is shown only when it is asked twice. */
    private Answer group(String line) {
        if (line.startsWith("POST")) {
            return new Answer(201, "http://x/scim/v2/demo/Groups/g", "{}");
        }
        if (line.startsWith("DELETE") || line.startsWith("PATCH")) {
            shown = line.contains("DELETE") ? 0 : 5 - shown;
            return new Answer(204, "", "");
        }
        if (line.startsWith("GET /Users")) {
            int total = shown;
            shown = shown == 1 ? 2 : shown;
            return Answer.ok("{\"totalResults\":" + total + "}");
        }
        if (line.startsWith("PUT")) {
            shown = shown == 0 ? 1 : shown;
        }
        return Answer.ok(line.contains("excludedAttributes") ? "{\"id\":\"g\"}" : WITH_MEMBERS);
    }
}
