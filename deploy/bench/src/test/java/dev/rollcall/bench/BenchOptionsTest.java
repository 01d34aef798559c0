package dev.rollcall.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.bench.cases.BenchCase;
import dev.rollcall.bench.cases.Sizes;
import dev.rollcall.bench.recovery.Recovery;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class BenchOptionsTest {

    @Test
    void measuresEverythingByDefault() {
        BenchOptions options = parsed();

        assertThat(options.cases()).containsExactly(BenchCase.values());
        assertThat(options.connections()).containsExactly(1, 16, 64);
        assertThat(options.sizes()).isEqualTo(new Sizes(2_000, 100_000, 100_000, 10_000, 64));
        assertThat(options.directory()).isEqualTo(new Recovery.Directory(100_000, 200_000));
        assertThat(options.target()).isEmpty();
    }

    @Test
    void takesCasesInTheirOwnOrderAndOnce() {
        BenchOptions options = parsed("--cases", "get,noop-puts,get", "--connections=1,4", "--seconds", "2");

        assertThat(options.cases()).containsExactly(BenchCase.NOOP_PUTS, BenchCase.GET);
        assertThat(options.mostConnections()).isEqualTo(4);
        assertThat(options.window()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void namesAllCasesWhenOneIsUnknown() {
        assertThatThrownBy(() -> parsed("--cases", "fly")).hasMessageContaining(BenchCase.all());
    }

    @Test
    void takesAUrlOnlyWithAToken() {
        assertThat(parsed("--target", "http://x/scim/v2/a/", "--token", "t").target())
                .hasValueSatisfying(target -> {
                    assertThat(target.connection()).isEqualTo("a");
                    assertThat(target.kafka()).isNull();
                });
        assertThatThrownBy(() -> parsed("--target", "http://x/scim/v2/a").target())
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--token");
    }

    @Test
    void refusesNumbersThatMeasureNothing() {
        assertThatThrownBy(() -> parsed("--seconds", "0").window()).hasMessageContaining("--seconds");
        assertThatThrownBy(() -> parsed("--connections", "0").mostConnections()).hasMessageContaining("--connections");
        assertThatThrownBy(() -> parsed("--users", "1").sizes()).hasMessageContaining("--users");
        assertThatThrownBy(() -> parsed("--directory-users", "99").sizes()).hasMessageContaining("--directory-users");
        assertThatThrownBy(() -> parsed("--memberships", "-1").directory()).hasMessageContaining("--memberships");
        assertThatThrownBy(() -> parsed("--groups", "0").sizes()).hasMessageContaining("--groups");
    }

    @Test
    void letsCasesThatAreComparedTakeTurns() {
        assertThat(BenchCase.rounds(List.of(BenchCase.values())))
                .startsWith(
                        List.of(BenchCase.CREATES),
                        List.of(BenchCase.NOOP_PUTS, BenchCase.CHANGING_PUTS, BenchCase.PATCH_ATTRIBUTE),
                        List.of(BenchCase.LIST))
                .contains(List.of(BenchCase.PATCH_SMALL, BenchCase.PATCH_LARGE))
                .endsWith(List.of(BenchCase.PAGE_FIRST, BenchCase.PAGE_LAST));
        assertThat(BenchCase.rounds(List.of(BenchCase.GET, BenchCase.LARGE_GROUP_PUT)))
                .containsExactly(List.of(BenchCase.GET));
        assertThat(BenchCase.rounds(List.of(BenchCase.REPLAY, BenchCase.REBUILD)))
                .isEmpty();
    }

    @Test
    void saysInALineWhatIsWrongWithWhatWasTyped() {
        for (String[] wrong : List.of(
                new String[] {"--secnods", "2"}, new String[] {"--cases", "fly"}, new String[] {"--target", "http://x"
                })) {
            var said = new StringWriter();
            int status = BenchCommand.commandLine()
                    .setErr(new PrintWriter(said, true))
                    .execute(wrong);
            assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
            assertThat(said.toString())
                    .contains("--", "see deploy/bench/run --help")
                    .hasLineCount(1);
        }
    }

    private static BenchOptions parsed(String... args) {
        var command = new Parsing();
        new CommandLine(command).parseArgs(args);
        return command.options;
    }

    @Command
    private static final class Parsing {

        @Mixin
        private BenchOptions options = new BenchOptions();
    }
}
