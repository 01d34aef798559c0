package dev.rollcall.bench.large;

import dev.rollcall.bench.load.Call;
import dev.rollcall.bench.target.Counts;
import org.jspecify.annotations.Nullable;

/**
 * A call that is sent once.
 *
 * @param expected what it must make on Kafka
 * @param shown a read whose expectation is met once the directory shows all of it; null when it needn't be asked
 */
record Step(
        String name, Call call, Counts expected, @Nullable Call shown) {

    static Step read(String name, Call call) {
        return new Step(name, call, Counts.NONE, null);
    }
}
