package dev.rollcall.standalone;

import dev.rollcall.standalone.operate.AppsCommand;
import dev.rollcall.standalone.operate.DeadLettersCommand;
import dev.rollcall.standalone.operate.DriftCommand;
import dev.rollcall.standalone.operate.HoldsCommand;
import dev.rollcall.standalone.operate.PeopleCommand;
import dev.rollcall.standalone.operate.RebuildCommand;
import dev.rollcall.standalone.operate.ReplayCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What {@code deploy/rollcall} starts. */
@Command(
        name = "deploy/rollcall",
        mixinStandardHelpOptions = true,
        description = "Runs all of Rollcall in one process, on loopback ports.",
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            AppsCommand.class,
            DeadLettersCommand.class,
            DriftCommand.class,
            HoldsCommand.class,
            PeopleCommand.class,
            RebuildCommand.class,
            ReplayCommand.class
        },
        footer = "%nThe command build starts nothing: it builds what is missing, which the others do by themselves.")
public final class RollcallLauncher {

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new RollcallLauncher())
                .setParameterExceptionHandler((wrong, _) -> Terminal.explain(wrong))
                .setExecutionExceptionHandler((failure, _, _) -> Terminal.explain(failure));
    }
}
