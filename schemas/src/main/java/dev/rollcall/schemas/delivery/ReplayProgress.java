package dev.rollcall.schemas.delivery;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * How far a replay has come in one partition. It is committed together with what was published, as the metadata of the
 * offset, so that its numbers are right whoever died when.
 *
 * @param published changes for the app
 * @param leftOut changes that aren't wanted
 * @param unreadable records that can't be read, or that are too large to be carried
 * @param places offsets of the first few of these
 */
public record ReplayProgress(long published, long leftOut, long unreadable, List<Long> places) {

    public static final ReplayProgress NONE = new ReplayProgress(0, 0, 0, List.of());

    private static final int MOST_PLACES = 20;
    private static final int COUNTS = 3;

    /** The consumer group of a replay. */
    public static String group(String replay) {
        return "rollcall-replay-" + replay;
    }

    public ReplayProgress published(int more) {
        return more == 0
                ? new ReplayProgress(published, leftOut + 1, unreadable, places)
                : new ReplayProgress(published + more, leftOut, unreadable, places);
    }

    public ReplayProgress unreadable(long offset) {
        List<Long> named = Stream.concat(places.stream(), Stream.of(offset))
                .limit(MOST_PLACES)
                .toList();
        return new ReplayProgress(published, leftOut, unreadable + 1, named);
    }

    /** The numbers of two partitions; places are of one only. */
    public ReplayProgress plus(ReplayProgress other) {
        return new ReplayProgress(
                published + other.published, leftOut + other.leftOut, unreadable + other.unreadable, List.of());
    }

    public String text() {
        return Stream.concat(Stream.of(published, leftOut, unreadable), places.stream())
                .map(String::valueOf)
                .reduce((one, next) -> one + ',' + next)
                .orElseThrow();
    }

    /** Of what {@link #text} made; nothing is known from any other text. */
    public static ReplayProgress of(String text) {
        try {
            List<Long> numbers =
                    Arrays.stream(text.split(",")).map(Long::valueOf).toList();
            return numbers.size() < COUNTS
                    ? NONE
                    : new ReplayProgress(
                            numbers.get(0), numbers.get(1), numbers.get(2), numbers.subList(COUNTS, numbers.size()));
        } catch (NumberFormatException e) {
            return NONE;
        }
    }
}
