package dev.rollcall.ingest.console.erasure;

import dev.rollcall.ingest.console.OperatorNames;
import dev.rollcall.ingest.console.When;
import dev.rollcall.ingest.erasure.ErasureView;
import dev.rollcall.ingest.erasure.Remainder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An erasure as a page shows it.
 *
 * @param means what the state means, in a sentence
 * @param waitsFor what keeps it from going on; where it goes on all the same, what may still come back
 * @param gone how many documents were deleted or emptied
 * @param remains null until it is known
 * @param isWaiting whether somebody could have it go on without the apps
 */
record ErasureRow(
        String state,
        String colour,
        String means,
        When requested,
        When since,
        String operator,
        @Nullable String reason,
        List<String> waitsFor,
        List<Place> gone,
        @Nullable List<Line> remains,
        boolean isDone,
        boolean isWaiting) {

    /** A collection of MongoDB, and what it had. */
    record Place(String collection, long documents) {}

    /** @param until null where nothing bounds it */
    record Line(String topic, @Nullable When until, String by) {

        static Line of(Remainder remainder, Instant now) {
            Instant until = remainder.until();
            return new Line(remainder.topic(), until == null ? null : When.of(until, now), remainder.by());
        }
    }

    static ErasureRow of(ErasureView erasure, OperatorNames names, Instant now) {
        boolean isDone = erasure.state().equals("done");
        boolean isRequested = erasure.state().equals("requested");
        List<Remainder> remains = erasure.remains();
        return new ErasureRow(
                erasure.state(),
                isDone ? "done" : "open",
                means(erasure.state()),
                When.of(erasure.requested(), now),
                When.of(erasure.since(), now),
                String.valueOf(names.of(erasure.operator())),
                erasure.reason(),
                erasure.waitsFor(),
                erasure.gone().entrySet().stream()
                        .map(place -> new Place(place.getKey(), place.getValue()))
                        .toList(),
                remains == null
                        ? null
                        : remains.stream().map(one -> Line.of(one, now)).toList(),
                isDone,
                isRequested && !erasure.waitsFor().isEmpty());
    }

    private static String means(String state) {
        return switch (state) {
            case "requested" -> "The person is being taken out of the directory and the apps.";
            case "purging" -> "MongoDB is being emptied of the person; nothing new about them is taken any more.";
            case "done" -> "The person is forgotten.";
            default -> state;
        };
    }
}
