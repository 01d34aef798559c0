package dev.rollcall.sync.drift;

import dev.rollcall.schemas.drift.DriftRun.Counts;
import dev.rollcall.schemas.drift.Finding;
import dev.rollcall.schemas.drift.FindingKind;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** What a run has counted so far; touched by its one thread only. */
final class Tally {

    private final LongSupplier requests;
    private final Set<String> ids = new HashSet<>();
    private final Map<FindingKind, Long> findings = new EnumMap<>(FindingKind.class);
    long users;
    long groups;
    long toldUsers;
    long toldGroups;
    long agreeing;
    long suspects;
    long checked;
    long unlisted;
    long unread;
    boolean isMoving;
    boolean isBehind;

    /** @param requests that the app was asked by now */
    Tally(LongSupplier requests) {
        this.requests = requests;
    }

    /** Whether it is new; the same may be found from both sides. */
    boolean found(Finding finding) {
        boolean isNew = ids.add(finding.id());
        if (isNew) {
            findings.merge(finding.kind(), 1L, Long::sum);
        }
        return isNew;
    }

    Map<FindingKind, Long> findings() {
        return Map.copyOf(findings);
    }

    long found() {
        return ids.size();
    }

    Counts counts() {
        return new Counts(
                requests.getAsLong(),
                users,
                groups,
                toldUsers,
                toldGroups,
                agreeing,
                suspects,
                checked,
                unlisted,
                unread,
                isMoving,
                isBehind);
    }
}
