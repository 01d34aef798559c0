package dev.rollcall.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RollcallLauncherTest {

    @Test
    void keepsItsDataInTheHomeDirectoryAndListensOn8080ByDefault() {
        UpOptions options = parsed();

        assertThat(options.ports().http()).isEqualTo(8080);
        assertThat(options.data()).isEqualTo(Path.of(System.getProperty("user.home"), ".rollcall"));
        assertThat(options.isFresh()).isFalse();
    }

    @Test
    void takesPortDirectoryAndFreshness() {
        UpOptions options = parsed("--port", "18080", "--data=/tmp/somewhere", "--fresh");

        assertThat(options.ports().http()).isEqualTo(18080);
        assertThat(options.data()).isEqualTo(Path.of("/tmp/somewhere"));
        assertThat(options.isFresh()).isTrue();
    }

    @Test
    void refusesAPortThatLeavesNoRoomForTheOthers() {
        assertThatThrownBy(() -> parsed("--port", "65530").ports())
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("65524");
    }

    @Test
    void explainsItselfWhenItIsAskedOrMisunderstood() {
        assertThat(said(0, "--help")).contains("up", "demo");
        assertThat(said(0, "up", "--help")).contains("--port", "--data", "--fresh");
        assertThat(said(0, "demo", "--help")).contains("--exit").doesNotContain("--people");
        assertThat(said(2, "dwon")).contains("dwon").hasLineCount(1);
        assertThat(said(2, "demoo"))
                .contains("Did you mean: deploy/rollcall demo")
                .hasLineCount(1);
        assertThat(said(2, "up", "--port", "many")).contains("--port").hasLineCount(1);
        assertThat(said(2, "up", "--prot", "8080"))
                .contains("--prot")
                .hasLineCount(1)
                .endsWith("see deploy/rollcall up --help" + System.lineSeparator());
    }

    private static UpOptions parsed(String... args) {
        UpOptions options = new UpOptions();
        new CommandLine(new Holder(options)).parseArgs(args);
        return options;
    }

    private static String said(int status, String... args) {
        StringWriter said = new StringWriter();
        CommandLine commandLine = RollcallLauncher.commandLine()
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true));
        assertThat(commandLine.execute(args)).isEqualTo(status);
        return said.toString();
    }

    @CommandLine.Command
    private record Holder(@CommandLine.Mixin UpOptions options) {}
}
