package dev.rollcall.standalone.demo;

import dev.rollcall.standalone.Terminal;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One line that shows how it goes: rewritten in place for who watches, now and then a new one for a log. */
final class LiveLine implements AutoCloseable {

    private static final long MILLIS_ON_TERMINAL = 200;
    private static final long MILLIS_IN_LOG = 2_000;
    private static final String CLEAR_REST = "\u001b[K";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("live-line").factory());
    private final Terminal terminal;
    private final Supplier<String> text;

    LiveLine(Terminal terminal, Supplier<String> text) {
        this.terminal = terminal;
        this.text = text;
        long period = terminal.isInteractive() ? MILLIS_ON_TERMINAL : MILLIS_IN_LOG;
        timer.scheduleAtFixedRate(this::show, period, period, TimeUnit.MILLISECONDS);
    }

    private void show() {
        if (terminal.isInteractive()) {
            terminal.write("\r" + text.get() + CLEAR_REST);
        } else {
            terminal.tell(text.get());
        }
    }

    /** A line of its own that stays, above the one that is rewritten. */
    void event(String line) {
        terminal.tell((terminal.isInteractive() ? "\r" + CLEAR_REST : "") + line);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        show();
        if (terminal.isInteractive()) {
            terminal.tell("");
        }
    }
}
