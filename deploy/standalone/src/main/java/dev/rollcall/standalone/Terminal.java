package dev.rollcall.standalone;

import dev.rollcall.standalone.operate.RefusedCommandException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Keeps standard output for the one line that scripts read; all else goes to standard error or the log file. */
public final class Terminal {

    private static final int FAILED = 1;

    private final PrintStream out;
    private final PrintStream err;

    private Terminal(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Takes standard output away from everybody else in the process. */
    static Terminal claim() {
        Terminal terminal = new Terminal(System.out, System.err);
        System.setOut(System.err);
        return terminal;
    }

    /** The line for scripts. */
    void ready(String line) {
        out.println(line);
        out.flush();
    }

    /** A line for people. */
    public void tell(String line) {
        err.println(line);
    }

    /** Part of a line for people, such as one that ends in a carriage return. */
    public void write(String text) {
        err.print(text);
        err.flush();
    }

    /** Whether somebody watches. */
    public boolean isInteractive() {
        return System.console() != null && System.console().isTerminal();
    }

    /** Says in a line what is wrong with what was typed, and returns the exit status. */
    static int explain(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        var alike = new StringWriter();
        UnmatchedArgumentException.printSuggestions(wrong, new PrintWriter(alike, true));
        command.getErr()
                .println((wrong.getMessage() + '\n' + alike).strip().replaceAll("\\s*\\R\\s*", " ") + " – see "
                        + command.getCommandSpec().qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** Says why it ended, and returns the exit status. */
    static int explain(Exception failure) {
        if (failure instanceof CannotStartException || failure instanceof RefusedCommandException) {
            System.err.println(failure.getMessage());
        } else {
            System.err.println("Rollcall failed: " + rootOf(failure) + " (details in the log file)");
            LoggerFactory.getLogger(Terminal.class).error("Rollcall failed", failure);
        }
        return FAILED;
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
