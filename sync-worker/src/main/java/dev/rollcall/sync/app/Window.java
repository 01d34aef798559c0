package dev.rollcall.sync.app;

/**
 * How many requests an app takes at once, found out as TCP does (RFC 5681): half as many when it says that it gets too
 * many, one more when it has taken as many as there may be.
 *
 * @param limit from 1 to most; what is behind the point grows until it makes another one
 * @param narrowed when it was last halved, by {@link System#nanoTime}
 */
record Window(double limit, int most, long narrowed) {

    /** As wide as it may be. */
    static Window open(int most) {
        return new Window(most, most, System.nanoTime());
    }

    int size() {
        return (int) limit;
    }

    Window taken() {
        return limit >= most ? this : new Window(Math.min(most, limit + 1 / limit), most, narrowed);
    }

    /**
     * Half of what there really was, once for all that were under way together.
     *
     * @param underWay with the one that was refused
     * @param sent when that one was
     */
    Window refused(int underWay, long sent, long now) {
        return sent - narrowed < 0 ? this : new Window(Math.max(1, Math.min(limit, underWay) / 2), most, now);
    }
}
