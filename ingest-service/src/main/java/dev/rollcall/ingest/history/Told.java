package dev.rollcall.ingest.history;

import java.time.Instant;

/** What the log tells of a user or a group at a moment. */
public sealed interface Told {

    /** It was so. */
    record Present(Snapshot state) implements Told {}

    /** It had been deleted. */
    record Deleted(long sequence, Instant since) implements Told {}

    /** It wasn't there yet. */
    record NotYet(long sequence, Instant created) implements Told {}

    /** That is longer ago than the log of changes is kept; it can be told from this time and sequence on. */
    record OutOfReach(long sequence, Instant earliest) implements Told {}

    /** Neither the directory nor the log knows of it. */
    record Unknown() implements Told {}
}
