package dev.rollcall.bench.load;

import io.netty.bootstrap.Bootstrap;
import java.util.concurrent.CompletableFuture;

/** One measurement, shared by its connections, on the event loop only. */
final class Run {

    private final Bootstrap bootstrap;
    private final CallSource source;
    private final Tally tally;
    private final CompletableFuture<Measured> done;
    private int open;

    Run(Bootstrap bootstrap, CallSource source, Tally tally, CompletableFuture<Measured> done, int connections) {
        this.bootstrap = bootstrap;
        this.source = source;
        this.tally = tally;
        this.done = done;
        this.open = connections;
    }

    Bootstrap bootstrap() {
        return bootstrap;
    }

    CallSource source() {
        return source;
    }

    Tally tally() {
        return tally;
    }

    /** A connection has no more to send and nothing to wait for. */
    void left() {
        open--;
        if (open == 0) {
            done.complete(tally.measured());
        }
    }
}
