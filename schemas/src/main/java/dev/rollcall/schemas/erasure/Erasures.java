package dev.rollcall.schemas.erasure;

import dev.rollcall.event.Erasure;
import dev.rollcall.event.ErasureStep;
import dev.rollcall.schemas.topic.Keys;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Every erasure; whoever reads their topic feeds it, and any thread may ask. A look-up is one in a hash map. */
public final class Erasures {

    private final Map<String, Erasure> byKey = new ConcurrentHashMap<>();

    /** Takes a record of the topic; null takes it back. */
    public void apply(String key, @Nullable Erasure erasure) {
        if (erasure == null) {
            byKey.remove(key);
        } else {
            byKey.put(key, erasure);
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

    private static boolean isPurged(Erasure erasure) {
        return erasure.getStep() == ErasureStep.PURGING || erasure.getStep() == ErasureStep.DONE;
    }
}
