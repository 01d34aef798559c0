package dev.rollcall.bench.limit;

import dev.rollcall.bench.load.LoadGenerator;
import dev.rollcall.bench.target.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measures the bare parts that bound a case. */
public final class Limits implements AutoCloseable {

    private static final Duration LONGEST_WINDOW = Duration.ofSeconds(3);
    private static final int WARM_UP_CONNECTIONS = 16;

    private final BareEndpointProcess endpoint;
    private final @Nullable BareProduce produce;
    private final @Nullable BareBulkWrite bulkWrite;
    private final Duration warmUp;
    private final Duration window;

    public Limits(LoadGenerator generator, Target target, Duration window) {
        this.window = window.compareTo(LONGEST_WINDOW) < 0 ? window : LONGEST_WINDOW;
        this.warmUp = this.window.dividedBy(2);
        endpoint = new BareEndpointProcess(generator);
        produce = target.kafka() == null ? null : new BareProduce(target.kafka());
        bulkWrite = target.mongodb() == null ? null : new BareBulkWrite(target.mongodb());
    }

    /** Runs all parts until their code is warm; each measurement warms them up again, but only shortly. */
    public void warmUp(Work work) {
        measure(work, WARM_UP_CONNECTIONS);
    }

    /** Each part that the work needs, in the order in which a request meets them. */
    public List<Limit> measure(Work work, int connections) {
        var limits = new ArrayList<Limit>();
        endpoint.measure(work.body(), work.answerBytes(), connections, warmUp);
        limits.add(Limit.of("endpoint", endpoint.measure(work.body(), work.answerBytes(), connections, window)));
        if (produce != null && work.isPublished()) {
            byte[] value = work.body().getBytes(StandardCharsets.UTF_8);
            produce.measure(value, connections, warmUp);
            limits.add(Limit.of("produce", produce.measure(value, connections, window)));
        }
        if (bulkWrite != null && work.documents() != null) {
            bulkWrite.measure(work.documents(), work.areNew(), connections, warmUp);
            limits.add(Limit.of("bulk-write", bulkWrite.measure(work.documents(), work.areNew(), connections, window)));
        }
        return limits;
    }

    @Override
    public void close() {
        endpoint.close();
        if (produce != null) {
            produce.close();
        }
        if (bulkWrite != null) {
            bulkWrite.close();
        }
    }
}
