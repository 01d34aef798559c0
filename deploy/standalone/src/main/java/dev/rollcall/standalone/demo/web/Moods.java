package dev.rollcall.standalone.demo.web;

import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * An app with moods: of some of its requests it says that it is busy, fails on some, and drops the connection of some
 * that it has taken. The same seed has the same moods, request by request.
 */
public final class Moods implements Function<Request, Reply> {

    private static final int BUSY_SECONDS = 1;

    private final Function<Request, Reply> app;
    private final Random random;
    private final int oneIn;
    private final LongAdder shown = new LongAdder();

    private enum Mood {
        BUSY,
        BROKEN,
        RUDE
    }

    /** @param oneIn so many requests, on average, meets a mood */
    public Moods(Function<Request, Reply> app, long seed, int oneIn) {
        this.app = app;
        this.random = new Random(seed);
        this.oneIn = oneIn;
    }

    @Override
    public Reply apply(Request request) {
        int drawn = draw();
        if (drawn >= Mood.values().length) {
            return app.apply(request);
        }
        shown.increment();
        return switch (Mood.values()[drawn]) {
            case BUSY -> Reply.busy(BUSY_SECONDS);
            case BROKEN -> Reply.empty(500);
            case RUDE -> app.apply(request).cut();
        };
    }

    private synchronized int draw() {
        return random.nextInt(oneIn * Mood.values().length);
    }

    /** How many requests met one. */
    public long shown() {
        return shown.sum();
    }
}
