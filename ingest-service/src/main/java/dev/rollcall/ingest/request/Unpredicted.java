package dev.rollcall.ingest.request;

import dev.rollcall.event.ProvisioningRequest;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Requests of one connection that are on the log, but neither decided nor predicted: asynchronous ones, and what came
 * while MongoDB couldn't be read. What is predicted later is predicted on top of these, or a push that was answered 503
 * and is repeated would be taken twice.
 */
final class Unpredicted {

    /** Requests kept, and the characters of their bodies; beyond it the oldest are forgotten. */
    private static final int MAX = 5_000;

    private static final long MAX_CHARS = 64L * 1024 * 1024;

    /** By id, and so in the order of time. */
    private final ConcurrentNavigableMap<String, ProvisioningRequest> requests = new ConcurrentSkipListMap<>();

    private final AtomicLong chars = new AtomicLong();

    void add(ProvisioningRequest request) {
        if (requests.putIfAbsent(request.getId(), request) != null) {
            return;
        }
        chars.addAndGet(chars(request));
        while (requests.size() > MAX || chars.get() > MAX_CHARS && requests.size() > 1) {
            var oldest = requests.pollFirstEntry();
            if (oldest == null) {
                return;
            }
            chars.addAndGet(-chars(oldest.getValue()));
        }
    }

    void remove(String request) {
        ProvisioningRequest removed = requests.remove(request);
        if (removed != null) {
            chars.addAndGet(-chars(removed));
        }
    }

    /** Those made before a request, in the order of time. */
    List<ProvisioningRequest> before(String request) {
        return List.copyOf(requests.headMap(request).values());
    }

    private static long chars(ProvisioningRequest request) {
        return request.getBody() == null ? 0 : request.getBody().length();
    }
}
