package dev.rollcall.bench.population;

import dev.rollcall.bench.load.Call;
import dev.rollcall.bench.load.CallSource;
import dev.rollcall.bench.load.Calls;
import dev.rollcall.bench.load.LoadGenerator;
import dev.rollcall.bench.load.Measured;
import dev.rollcall.bench.load.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Creates resources by POST, and tells of each under which id it was made. */
final class Creation implements CallSource {

    private static final int CONNECTIONS = 32;
    private static final int PROGRESS = 5_000;
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final int count;
    private final IntFunction<Call> post;
    private final Made made;
    private final Map<Integer, Integer> asked = new HashMap<>();
    private int sent;
    private int done;

    /** What is told of a resource. */
    interface Made {

        /** @param index in the order of the posts, from 0 */
        void as(int index, String id);
    }

    /**
     * @param count how many; {@link Integer#MAX_VALUE} for no end
     * @param post from the index, counted from 0
     */
    Creation(int count, IntFunction<Call> post, Made made) {
        this.count = count;
        this.post = post;
        this.made = made;
    }

    /** Creates them all, many at once. */
    void run(String what, Calls calls, LoadGenerator generator) {
        run(what, CONNECTIONS, calls, generator);
    }

    /** @param connections fewer for what is large */
    void run(String what, int connections, Calls calls, LoadGenerator generator) {
        System.err.println("Creating " + count + " " + what + " ...");
        Measured measured = generator.run(calls.server(), connections, PATIENCE, this);
        if (measured.errors() > 0) {
            throw new IllegalStateException(measured.errors() + " " + what + " could not be created: "
                    + measured.failures().getFirst());
        }
        System.err.printf("Created %d %s, %.0f/s%n", count, what, measured.rps());
    }

    @Override
    public @Nullable Call next(int connection) {
        if (sent == count) {
            return null;
        }
        asked.put(connection, sent);
        return post.apply(sent++);
    }

    @Override
    public void answered(int connection, Reply reply) {
        made.as(
                asked.getOrDefault(connection, 0),
                reply.id().orElseThrow(() -> new IllegalStateException("The answer has no Location header.")));
        done++;
        if (count < Integer.MAX_VALUE && done % PROGRESS == 0) {
            System.err.println("  " + done + " of " + count);
        }
    }
}
