package dev.rollcall.standalone.demo;

/**
 * What a subscriber of a connection's changes has seen from the beginning to now.
 *
 * @param count of changes
 * @param gaps places where the sequence didn't go up by one
 */
record ChangeAudit(long count, long gaps) {

    static ChangeAudit of(ChangeLog log) {
        long[] seen = new long[2];
        log.read(change -> seen[1] += change.getSequence() == ++seen[0] ? 0 : 1);
        return new ChangeAudit(seen[0], seen[1]);
    }
}
