package dev.rollcall.bench;

import dev.rollcall.bench.report.Footprint;
import dev.rollcall.bench.report.Summary;
import dev.rollcall.bench.target.Standalone;
import dev.rollcall.bench.target.Target;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What {@code deploy/bench/run} starts. */
@Command(
        name = "deploy/bench/run",
        mixinStandardHelpOptions = true,
        description =
                "Measures Rollcall over HTTP and, beside each case, the bare parts it is built on. One JSON line for"
                        + " each case on standard output; progress, a table and the goals on standard error.")
public final class BenchCommand implements Callable<Integer> {

    private static final int FAILED = 1;

    @Mixin
    private BenchOptions options = new BenchOptions();

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new BenchCommand())
                .setParameterExceptionHandler((wrong, _) -> explain(wrong))
                .setExecutionExceptionHandler((failure, _, _) -> {
                    System.err.println("The bench failed: " + failure);
                    return FAILED;
                });
    }

    private static int explain(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        var alike = new StringWriter();
        UnmatchedArgumentException.printSuggestions(wrong, new PrintWriter(alike, true));
        command.getErr()
                .println((wrong.getMessage() + '\n' + alike).strip().replaceAll("\\s*\\R\\s*", " ") + " – see "
                        + command.getCommandSpec().qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public Integer call() {
        Optional<Target> named = options.target();
        if (named.isPresent()) {
            return measure(named.get(), null);
        }
        try (Standalone standalone = Standalone.start(Path.of(System.getProperty("rollcall.root", ".")))) {
            return measure(standalone.target(), standalone);
        }
    }

    private int measure(Target target, @Nullable Standalone standalone) {
        try (Bench bench = new Bench(options, target, standalone)) {
            bench.run();
            Footprint footprint =
                    standalone == null ? null : new Footprint(standalone.startUp(), standalone.residentBytes());
            Summary.print(
                    bench.results(), bench.steps(), bench.deliveries(), bench.recoveries(), footprint, System.err);
            return bench.isClean() ? 0 : FAILED;
        }
    }
}
