package dev.rollcall.standalone;

import dev.rollcall.standalone.demo.Demo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs Rollcall and shows what it does, with a simulated PingOne and sample apps. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "The same as up; then a simulated PingOne pushes, sample apps receive, and all are compared.")
final class DemoCommand implements Callable<Integer> {

    @Mixin
    private UpOptions options = new UpOptions();

    @Option(names = "--exit", description = "Stop when it is over, with status 0 only if all are equal.")
    private boolean exit;

    @Option(
            names = "--storm",
            description = "Meanwhile each app dies once and comes back, and the fan-out's process is killed twice.")
    private boolean storm;

    @Option(
            names = "--drill",
            description =
                    "Afterwards MongoDB is emptied, an app forgets and another one is tampered with, and all is mended.")
    private boolean drill;

    @Option(names = "--people", hidden = true)
    private int people = 200;

    @Option(names = "--groups", hidden = true)
    private int groups = 20;

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = Terminal.claim();
        Parts parts = new Parts();
        boolean isGood = parts.use(() -> play(terminal, parts));
        if (!exit) {
            terminal.tell(
                    "Look around in the console; it takes the admin token of the line ROLLCALL READY. Rollcall goes on until Ctrl-C.");
            Thread.currentThread().join();
        }
        return isGood ? 0 : 1;
    }

    private boolean play(Terminal terminal, Parts parts) {
        Rollcall rollcall = Rollcall.start(options, terminal, parts, storm);
        Demo demo = parts.add(Demo.start(rollcall, terminal));
        return demo.play(people, groups) && (!drill || demo.drill());
    }
}
