package dev.rollcall.bench;

import dev.rollcall.bench.load.Measured;
import dev.rollcall.bench.report.Events;

/**
 * A stretch of a case: its window, or a part of it.
 *
 * @param targetCpuNanos that Rollcall used meanwhile, as far as it is known
 */
record Slice(Measured measured, Events events, long targetCpuNanos) {

    Slice plus(Slice other) {
        return new Slice(
                measured.plus(other.measured), events.plus(other.events), targetCpuNanos + other.targetCpuNanos);
    }

    /** With the events of the warm-up, and nothing else of it. */
    Slice after(Slice warmUp) {
        return new Slice(measured, warmUp.events.plus(events), targetCpuNanos);
    }
}
