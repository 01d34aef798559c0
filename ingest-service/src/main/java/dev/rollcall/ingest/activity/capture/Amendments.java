package dev.rollcall.ingest.activity.capture;

import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.ingest.request.ResultListener;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/**
 * Tells the log what was decided of calls that were answered before. Only the instance that answered does; if it ends
 * in between, the entry stays as it is, and the changes tell.
 */
@Component
final class Amendments implements ResultListener {

    /** As many predictions as are kept of one connection. */
    private static final int MAX_PENDING = 20_000;

    /** Results that may have overtaken the entry, which is made when the answer begins. */
    private static final int MAX_RECENT = 2_000;

    private final CallLog log;
    private final Lock lock = new ReentrantLock();
    private final Map<String, RequestLogEntry> pending = new LinkedHashMap<>();
    private final Map<String, ProvisioningResult> recent = new LinkedHashMap<>();

    Amendments(CallLog log) {
        this.log = log;
    }

    /** Amends an entry that is in the log, if its request isn't decided yet. */
    void expect(RequestLogEntry entry) {
        // also what got no answer in time may be on the log of requests
        boolean isOpen = switch (entry.getOutcome()) {
            case PREDICTED, ACCEPTED, FAILED, ABANDONED -> true;
            case APPLIED, UNCHANGED, REFUSED, ANSWERED, UNKNOWN -> false;
        };
        if (!isOpen || entry.getTxn() == null) {
            return;
        }
        ProvisioningResult result;
        lock.lock();
        try {
            result = recent.get(entry.getTxn());
            if (result == null) {
                put(pending, entry.getTxn(), entry, MAX_PENDING);
            }
        } finally {
            lock.unlock();
        }
        if (result != null) {
            amend(entry, result);
        }
    }

    @Override
    public void decided(ProvisioningResult result) {
        RequestLogEntry entry;
        lock.lock();
        try {
            entry = pending.remove(result.getRequest());
            if (entry == null) {
                put(recent, result.getRequest(), result, MAX_RECENT);
            }
        } finally {
            lock.unlock();
        }
        if (entry != null) {
            amend(entry, result);
        }
    }

    /** The status stays: it is what the client was told. */
    private void amend(RequestLogEntry entry, ProvisioningResult result) {
        RequestLogEntry amended = RequestLogEntry.newBuilder(entry).build();
        Entries.tell(amended, result);
        amended.setScimType(result.getScimType());
        amended.setDetail(result.getDetail());
        amended.setAmended(true);
        log.add(amended);
    }

    private static <V> void put(Map<String, V> map, String key, V value, int max) {
        if (map.size() >= max) {
            map.remove(map.keySet().iterator().next());
        }
        map.put(key, value);
    }
}
