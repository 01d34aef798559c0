package dev.rollcall.schemas.erasure;

import dev.rollcall.event.Erasure;
import dev.rollcall.event.ErasureStep;
import dev.rollcall.schemas.topic.Keys;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Every erasure; whoever reads their topic feeds it, and any thread may ask. A look-up is one in a hash map. Instances may
 * take the same one further at once, each not knowing of the other yet: no record takes back what an earlier one told.
 */
public final class Erasures {

    private final Map<String, Erasure> byKey = new ConcurrentHashMap<>();

    /** Takes a record of the topic; null takes it back. */
    public void apply(String key, @Nullable Erasure erasure) {
        if (erasure == null) {
            byKey.remove(key);
        } else {
            byKey.merge(key, erasure, Erasures::together);
        }
    }

    /** The erasure of a user, however far it is. */
    public Optional<Erasure> find(String connection, String user) {
        return Optional.ofNullable(byKey.get(Keys.resource(connection, user)));
    }

    /**
     * Whether a projection takes nothing about the resource any more.
     *
     * @param connection null where a record names none
     * @param resource null where a record is about none
     */
    public boolean isErased(@Nullable String connection, @Nullable String resource) {
        return connection != null
                && resource != null
                && find(connection, resource).filter(Erasures::isPurged).isPresent();
    }

    /** Those that aren't done, oldest first. */
    public List<Erasure> unfinished() {
        return byKey.values().stream()
                .filter(erasure -> erasure.getStep() != ErasureStep.DONE)
                .sorted(Comparator.comparing(Erasure::getRequested))
                .toList();
    }

    private static Erasure together(Erasure before, Erasure after) {
        Erasure further = after.getStep().compareTo(before.getStep()) < 0 ? before : after;
        return Erasure.newBuilder(further)
                .setForced(before.getForced() || after.getForced())
                .setGone(highest(before.getGone(), after.getGone()))
                .setNewest(highest(before.getNewest(), after.getNewest()))
                .build();
    }

    private static Map<String, Long> highest(Map<String, Long> some, Map<String, Long> more) {
        var all = new TreeMap<>(some);
        more.forEach((key, value) -> all.merge(key, value, Math::max));
        return all;
    }

    private static boolean isPurged(Erasure erasure) {
        return erasure.getStep() == ErasureStep.PURGING || erasure.getStep() == ErasureStep.DONE;
    }
}
