package dev.rollcall.ingest.app.preview;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.ScopedChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an app's scope makes of a subject.
 *
 * @param wasIn whether the app has it right before
 * @param isIn whether it is to have it
 */
record Turn(Subject subject, boolean wasIn, boolean isIn) {

    /**
     * Of all subjects in their order, each from where the one before of its resource left it; without what a group's change
     * means for users to whom it makes no difference.
     */
    static List<Turn> of(Rules rules, List<Subject> subjects) {
        Map<String, Subject> last = new HashMap<>();
        subjects.forEach(subject -> last.put(subject.key(), subject));
        Map<String, Boolean> has = new HashMap<>();
        var turns = new ArrayList<Turn>();
        for (Subject subject : subjects) {
            // what the app has though its scope hasn't any more leaves first
            boolean lingers = subject.isHeld()
                    && !last.getOrDefault(subject.key(), subject).isIn(rules);
            boolean wasIn = has.computeIfAbsent(subject.key(), _ -> wasIn(rules, subject, lingers));
            boolean isIn = subject.isOutcome() ? wasIn : subject.isIn(rules);
            has.put(subject.key(), isIn || lingers && subject.isCreation());
            boolean matters = wasIn != isIn || isIn && rules.mapping().looksAtMemberships();
            if (matters || !subject.isDerived()) {
                turns.add(new Turn(subject, wasIn, isIn));
            }
        }
        return turns;
    }

    private static boolean wasIn(Rules rules, Subject subject, boolean lingers) {
        return switch (subject.kind()) {
            case LATEST -> lingers;
            case OUTCOME -> rules.scope().isAll() || subject.isHeld();
            case CHANGE, DERIVED -> !subject.isCreation() && (lingers || subject.wasIn(rules));
        };
    }

    /** What an app that is told of changes is told. */
    Optional<IdentityChange> told() {
        IdentityChange change = wasIn && subject.kind() == Subject.Kind.LATEST
                ? IdentityChange.newBuilder(subject.change())
                        .setBefore(subject.state())
                        .build()
                : subject.change();
        boolean isGroup = change.getResourceType() == ResourceType.GROUP && subject.state() instanceof GroupState;
        return ScopedChange.told(
                change,
                wasIn,
                isIn,
                subject.state(),
                () -> isGroup ? subject.members().get() : List.of());
    }
}
