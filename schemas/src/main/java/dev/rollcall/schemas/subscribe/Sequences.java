package dev.rollcall.schemas.subscribe;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** How far the changes of each connection were told, so that none is told twice and none is missed in silence. */
final class Sequences {

    /** What a change is, seen from those before it. */
    sealed interface Found {
        record Next() implements Found {}

        record Repeated() implements Found {}

        record Gap(long expected) implements Found {}
    }

    private final Baseline baseline;
    private final Map<String, Long> told = new HashMap<>();
    private final Map<String, OptionalLong> changed = new HashMap<>();

    private Sequences(Baseline baseline) {
        this.baseline = baseline;
    }

    /** Goes on with what the subscriber's own store has. */
    static Sequences from(Progress progress) {
        return new Sequences((connection, sequence) -> {
            OptionalLong stored = progress.sequenceOf(connection);
            return stored.isEmpty() ? new Found.Next() : compare(stored.getAsLong(), sequence);
        });
    }

    /**
     * Goes on after a snapshot. Its tail may begin with changes that it has, of which {@link Contained} knows.
     *
     * @param newest by connection, the newest sequence that the snapshot has
     */
    static Sequences after(Map<String, Long> newest) {
        return new Sequences((connection, sequence) -> {
            long expected = newest.getOrDefault(connection, 0L) + 1;
            return sequence <= expected ? new Found.Next() : new Found.Gap(expected);
        });
    }

    Found look(String connection, long sequence) {
        Long last = told.get(connection);
        return last == null ? baseline.look(connection, sequence) : compare(last, sequence);
    }

    void tell(String connection, long sequence) {
        Long last = told.put(connection, sequence);
        changed.putIfAbsent(connection, last == null ? OptionalLong.empty() : OptionalLong.of(last));
    }

    /** All that was told is durable. */
    void keep() {
        changed.clear();
    }

    /** What was told since the last {@link #keep} comes again. */
    void forget() {
        changed.forEach((connection, last) -> {
            if (last.isEmpty()) {
                told.remove(connection);
            } else {
                told.put(connection, last.getAsLong());
            }
        });
        changed.clear();
    }

    private static Found compare(long last, long sequence) {
        if (sequence <= last) {
            return new Found.Repeated();
        }
        return sequence == last + 1 ? new Found.Next() : new Found.Gap(last + 1);
    }

    /** Judges the first change of a connection that comes. */
    @FunctionalInterface
    private interface Baseline {
        Found look(String connection, long sequence);
    }
}
