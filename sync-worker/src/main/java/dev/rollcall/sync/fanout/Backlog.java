package dev.rollcall.sync.fanout;

/**
 * What an app hasn't been brought yet; pure.
 *
 * @param lag changes in Kafka
 * @param expiring those of them that Kafka will delete soon
 */
record Backlog(long lag, long expiring) {

    static final Backlog NONE = new Backlog(0, 0);

    /**
     * In one partition.
     *
     * @param next offset that the app's group goes on from
     * @param first offset that Kafka still has
     * @param lasting first offset that Kafka will have for long
     * @param end after the last record
     */
    static Backlog of(long next, long first, long lasting, long end) {
        long from = Math.max(next, first);
        return new Backlog(Math.max(0, end - from), Math.max(0, Math.min(lasting, end) - from));
    }

    Backlog plus(Backlog other) {
        return new Backlog(lag + other.lag, expiring + other.expiring);
    }
}
