package dev.rollcall.sync.fanout;

/**
 * An app's share of what one worker can hold and do at once for all of them, so that hundreds fit into its memory.
 *
 * @param apps how many there are
 */
record Share(int apps) {

    /** Of a partition that is held for an app ahead of its batch; what is larger comes alone. */
    private static final int AHEAD_BYTES = 2 * 1024 * 1024;

    private static final int LEAST_AHEAD_BYTES = 32 * 1024;
    private static final int AHEAD_OF_ALL_BYTES = 6 * 1024 * 1024;

    /** Changes that are decoded, each some KiB. */
    private static final int CHANGES_OF_ALL = 4_000;

    private static final int LEAST_CHANGES = 20;

    /** Requests that are under way, each with a thread and a connection. */
    private static final int REQUESTS_OF_ALL = 800;

    private static final int LEAST_REQUESTS = 4;

    /**
     * Whether an app may keep this one where there are so many by now: what it has is no more than twice what it would be
     * given, so that all together have no more than twice what there is, and no less than half of it.
     */
    boolean suits(int now) {
        int has = aheadBytes();
        int due = new Share(now).aheadBytes();
        return has <= 2 * due && due <= 2 * has;
    }

    int aheadBytes() {
        return of(AHEAD_OF_ALL_BYTES, LEAST_AHEAD_BYTES, AHEAD_BYTES);
    }

    /** @param most changes that an app among few is brought in one batch */
    int batch(int most) {
        return of(CHANGES_OF_ALL, LEAST_CHANGES, most);
    }

    /** @param most resources that are delivered to an app among few at once */
    int concurrency(int most) {
        return of(REQUESTS_OF_ALL, LEAST_REQUESTS, most);
    }

    private int of(int all, int least, int most) {
        return Math.min(most, Math.max(least, all / Math.max(1, apps)));
    }
}
