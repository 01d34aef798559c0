package dev.rollcall.bench.load;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says what comes next; asked by one thread only. */
public interface CallSource {

    /** The next call of a connection, counted from 0; null when it has no more. */
    @Nullable
    Call next(int connection);

    /** How long a connection rests between an answer and its next call. */
    default Duration rest() {
        return Duration.ZERO;
    }

    /** Takes the answer to the connection's last call, unless it was an error. */
    default void answered(int connection, Reply reply) {}
}
