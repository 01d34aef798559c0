package dev.rollcall.bench.delivery;

import io.netty.handler.codec.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** One app at the sink: what it got, and how it answers. */
final class SinkApp {

    private static final int UNAVAILABLE = 503;
    private static final int DIGITS = 3;

    /** Of a SCIM app about a third are writes. */
    private static final int SAMPLES = 300;

    private final Histogram latencies = new Histogram(DIGITS);
    private final List<Asked> samples = new ArrayList<>();
    private Duration delay = Duration.ZERO;
    private boolean isDown;
    private long requests;
    private long writes;
    private long first;
    private long last;

    /** What is answered. */
    record Response(int status, String body) {}

    /** @param asked tells the whole request */
    synchronized Response take(HttpMethod method, String body, Supplier<Asked> asked) {
        if (samples.size() < SAMPLES) {
            samples.add(asked.get());
        }
        if (isDown) {
            return new Response(UNAVAILABLE, "");
        }
        last = System.nanoTime();
        first = requests == 0 ? last : first;
        requests++;
        if (method.equals(HttpMethod.GET)) {
            return new Response(200, "{\"totalResults\":0,\"Resources\":[]}");
        }
        writes++;
        Stamp.sentAt(body).ifPresent(sent -> latencies.recordValue(Math.max(0, last - sent)));
        return new Response(method.equals(HttpMethod.POST) ? 201 : 200, "{\"id\":\"r" + writes + "\"}");
    }

    synchronized void setDown(boolean down) {
        isDown = down;
    }

    /** Before each answer from now on. */
    synchronized void setDelay(Duration delay) {
        this.delay = delay;
    }

    /** Forgets what it got. */
    synchronized void reset() {
        requests = 0;
        writes = 0;
        samples.clear();
        latencies.reset();
    }

    synchronized long requests() {
        return requests;
    }

    /** Requests that change something. */
    synchronized long writes() {
        return writes;
    }

    /** From the first request to the last. */
    synchronized long nanos() {
        return last - first;
    }

    /** The first that it got. */
    synchronized List<Asked> samples() {
        return List.copyOf(samples);
    }

    synchronized Histogram latencies() {
        return latencies.copy();
    }

    synchronized Duration delay() {
        return delay;
    }
}
