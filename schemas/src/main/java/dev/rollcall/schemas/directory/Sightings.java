package dev.rollcall.schemas.directory;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The marks of a partition that were seen beside what was read, so that whoever decides needs no query more to know that
 * what wasn't found isn't there. Of each collection the last look counts. For one thread.
 */
public final class Sightings {

    private final Marks marks;
    private final int partition;
    private final @Nullable String incarnation;
    private final Map<Part, Boolean> whole = new EnumMap<>(Part.class);

    Sightings(Marks marks, int partition, @Nullable String incarnation) {
        this.marks = marks;
        this.partition = partition;
        this.incarnation = incarnation;
    }

    /** Of the document to look for. */
    String id() {
        return Marks.id(partition);
    }

    /** @param mark null where there is none */
    void add(Part part, @Nullable Document mark) {
        whole.put(part, Marks.isWhole(mark, incarnation));
    }

    /** As {@link Marks#areWhole}, which is asked about what wasn't seen. Blocking. */
    public boolean areWhole(Collection<Part> parts) {
        return parts.stream()
                .allMatch(part ->
                        whole.computeIfAbsent(part, unseen -> marks.areWhole(partition, incarnation, List.of(unseen))));
    }
}
