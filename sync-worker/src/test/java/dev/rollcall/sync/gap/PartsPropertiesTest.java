package dev.rollcall.sync.gap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The members of a large group are told in parts, some of which may be left by whoever died meanwhile. */
class PartsPropertiesTest {

    @Property(tries = 100)
    void nobodyIsLeftOutWhoeverTellsThePartsAgain(
            @ForAll @IntRange(min = 0, max = 6_000) int size,
            @ForAll @IntRange(min = 1, max = 9) int room,
            @ForAll @IntRange(min = 0, max = 8) int toldByFirst,
            @ForAll @IntRange(min = 0, max = 1_500) int went,
            @ForAll @IntRange(min = 0, max = 1_500) int came,
            @ForAll long seed) {
        List<String> before = members(size, seed);
        var after = new ArrayList<>(before.subList(Math.min(went, size), size));
        after.addAll(0, members(came, seed + 1));

        Map<Integer, List<String>> told = new HashMap<>();
        List<List<String>> first = Parts.of(before, room);
        for (int part = 0; part < Math.min(toldByFirst, first.size()); part++) {
            told.put(first.size() - part, first.get(part));
        }
        List<List<String>> second = Parts.of(after, room);
        for (int part = 0; part < second.size(); part++) {
            told.putIfAbsent(second.size() - part, second.get(part));
        }

        var heard = new HashSet<String>();
        told.values().forEach(heard::addAll);
        // who came meanwhile comes with the change by which as well
        assertThat(heard).containsAll(before.subList(Math.min(went, size), size));
        assertThat(first).hasSizeBetween(1, room);
    }

    @Property(tries = 20)
    void aPartHasAboutAThousandMembersWhereThereIsRoom(@ForAll @IntRange(min = 1, max = 20_000) int size) {
        List<List<String>> parts = Parts.of(members(size, size), Long.MAX_VALUE);

        assertThat(parts).allSatisfy(part -> assertThat(part).hasSizeLessThan(1_250));
        assertThat(parts.stream().mapToInt(List::size).sum()).isEqualTo(size);
        assertThat(parts.size()).isLessThanOrEqualTo(2 * (size / 1_000 + 1));
    }

    private static List<String> members(int size, long seed) {
        var random = new Random(seed);
        return IntStream.range(0, size)
                .mapToObj(_ -> new UUID(random.nextLong(), random.nextLong()).toString())
                .toList();
    }
}
