package dev.rollcall.standalone;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs Rollcall until it is told to stop. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts everything, prints one line that begins with ROLLCALL READY, and runs until Ctrl-C.")
final class UpCommand implements Callable<Integer> {

    @Mixin
    private UpOptions options = new UpOptions();

    @Override
    public Integer call() throws InterruptedException {
        Parts parts = new Parts();
        Terminal terminal = Terminal.claim();
        parts.use(() -> Rollcall.start(options, terminal, parts, false));
        Thread.currentThread().join();
        return 0;
    }
}
