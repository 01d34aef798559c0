package dev.rollcall.ingest.console.past;

import dev.rollcall.ingest.console.Kind;
import dev.rollcall.ingest.history.restore.Named;
import dev.rollcall.ingest.history.restore.NotRestored;
import dev.rollcall.ingest.history.restore.RestoreView;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a restore does to memberships, in sentences; pure. */
final class Effects {

    private static final int MOST = 100;

    private Effects() {}

    static List<String> of(RestoreView plan, Kind kind) {
        boolean isGroup = kind.isGroup();
        return Stream.of(
                        some(plan.joins(), one -> isGroup ? name(one) + " gets in" : "Joins " + name(one), "get in"),
                        some(
                                plan.leaves(),
                                one -> isGroup ? name(one) + " gets out" : "Leaves " + name(one),
                                "get out"),
                        some(plan.notRestored(), Effects::lost, "aren't restored"))
                .flatMap(List::stream)
                .collect(Collectors.toUnmodifiableList());
    }

    private static <T> List<String> some(List<T> all, Function<T, String> sentence, String what) {
        Stream<String> first = all.stream().limit(MOST).map(sentence);
        return (all.size() > MOST
                        ? Stream.concat(first, Stream.of("and " + (all.size() - MOST) + " more " + what))
                        : first)
                .toList();
    }

    private static String name(Named one) {
        return Objects.requireNonNullElse(one.display(), one.id());
    }

    private static String lost(NotRestored one) {
        return Stream.<@Nullable String>of(
                                "Not restored:", one.what(), one.display() == null ? one.id() : one.display())
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(" "))
                + ". " + one.why();
    }
}
