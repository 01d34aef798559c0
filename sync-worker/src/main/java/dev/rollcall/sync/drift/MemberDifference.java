package dev.rollcall.sync.drift;

import java.util.HashSet;
import java.util.Set;

/**
 * The members that an app's group lacks, and those that it has and shouldn't; pure.
 *
 * @param missing the app's ids
 * @param extra the app's ids
 */
record MemberDifference(Set<String> missing, Set<String> extra) {

    static final MemberDifference NONE = new MemberDifference(Set.of(), Set.of());

    static MemberDifference of(Set<String> expected, Set<String> actual) {
        var missing = new HashSet<>(expected);
        missing.removeAll(actual);
        var extra = new HashSet<>(actual);
        extra.removeAll(expected);
        return missing.isEmpty() && extra.isEmpty() ? NONE : new MemberDifference(missing, extra);
    }

    boolean isNone() {
        return missing.isEmpty() && extra.isEmpty();
    }
}
