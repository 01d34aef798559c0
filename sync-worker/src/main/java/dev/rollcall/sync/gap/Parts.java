package dev.rollcall.sync.gap;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Splits the members of a group into changes of about a thousand. Whoever died in the midst of telling them leaves some
 * that count, for theirs have the same sequences as those of whoever tells them again. So who is in which part depends on
 * nobody else, and parts of half as many are two of these.
 */
final class Parts {

    private static final int MEMBERS = 1_000;

    private Parts() {}

    /**
     * Pure.
     *
     * @param most there may be, at least one
     */
    static List<List<String>> of(List<String> members, long most) {
        int wanted = (members.size() + MEMBERS - 1) / MEMBERS;
        int many = Integer.highestOneBit((int) Math.clamp(2L * wanted - 1, 1, Math.max(1, most)));
        List<List<String>> parts = IntStream.range(0, many)
                .<List<String>>mapToObj(_ -> new ArrayList<>())
                .toList();
        members.forEach(member -> parts.get(member.hashCode() & (many - 1)).add(member));
        return parts;
    }
}
