package dev.rollcall.schemas.delivery;

import java.util.List;
import java.util.stream.Stream;

/**
 * Whether an app has a resource by its scope, and by which changes it entered and left of late. It is written before the
 * app is told, so that a worker that dies in between tells the same again, whatever the directory says by then.
 *
 * @param turns the sequences of those changes, the newest last
 */
public record Standing(boolean isIn, List<Long> turns) {

    /** The sequence of the newest change by which it entered or left. */
    public long since() {
        return turns.isEmpty() ? 0 : turns.getLast();
    }

    /** With one more turn; what was settled before needn't be told again. */
    public Standing turned(long sequence, long settled) {
        Stream<Long> open = turns.stream().filter(turn -> turn > settled);
        return new Standing(!isIn, Stream.concat(open, Stream.of(sequence)).toList());
    }

    /** Whether it was in just before a change. */
    public boolean wasIn(long sequence) {
        return isIn ^ turnsFrom(sequence) % 2 != 0;
    }

    /**
     * Whether it is in with a change: for the newest what the directory says, for what was decided before the same again.
     *
     * @param isNow what the directory says
     */
    public boolean isIn(long sequence, boolean isNow) {
        return sequence > since() ? isNow : wasIn(sequence + 1);
    }

    private long turnsFrom(long sequence) {
        return turns.stream().filter(turn -> turn >= sequence).count();
    }
}
