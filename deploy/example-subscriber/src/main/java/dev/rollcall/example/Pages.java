package dev.rollcall.example;

import dev.rollcall.schemas.subscribe.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the phone book's file has.
 *
 * @param entries by user id
 * @param sequences of the newest change, by connection
 * @param outbox what is yet to be sent
 */
record Pages(Map<String, Entry> entries, Map<String, Long> sequences, List<Mail> outbox) {

    static Pages empty() {
        return new Pages(new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
    }

    /** What isn't found again by a snapshot is no more. */
    void forget(Share share) {
        entries.values().removeIf(entry -> share.holds(entry.connection()));
        sequences.keySet().removeIf(share::holds);
    }
}
