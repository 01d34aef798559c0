package dev.rollcall.bench.population;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.load.LoadGenerator;
import dev.rollcall.bench.load.ScriptedServer;
import dev.rollcall.bench.load.ScriptedServer.Answer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CrowdsTest {

    private final Map<String, Integer> posted = new ConcurrentHashMap<>();
    private final LoadGenerator generator = new LoadGenerator();
    private final ScriptedServer server = new ScriptedServer((number, line) -> {
        posted.merge(line, 1, Integer::sum);
        return new Answer(201, "http://x/Users/id-" + number, "{}");
    });

    @AfterEach
    void close() {
        server.close();
        generator.close();
    }

    @Test
    void createsOnlyWhatTheDirectoryLacks() {
        var population = new Population(server.calls());

        new Crowds(server.calls(), generator, population).require(5_000, 4_000, 3_500, 1_500);

        assertThat(posted).containsOnly(Map.entry("POST /Users", 1_500), Map.entry("POST /Groups", 3));
    }

    @Test
    void knowsSomebodyAlsoWhereNobodyIsMissing() {
        var population = new Population(server.calls());

        new Crowds(server.calls(), generator, population).require(100, 100, 3_500, 1_500);

        assertThat(posted).containsOnly(Map.entry("POST /Users", 1_000));
        assertThat(population.size()).isEqualTo(1_000);
    }
}
