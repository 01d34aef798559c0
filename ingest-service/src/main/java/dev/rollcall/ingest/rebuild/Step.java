package dev.rollcall.ingest.rebuild;

import dev.rollcall.event.RebuildSetting;
import dev.rollcall.event.RebuildState;
import dev.rollcall.ingest.setting.Refused;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an operator may do with a rebuild. */
enum Step {
    /** Read the new generation; the old one gets all writes still. */
    SWITCH(RebuildState.ACTIVE, EnumSet.of(RebuildState.READY)),
    /** Read the old generation again; the new one gets all writes still. */
    ROLLBACK(RebuildState.READY, EnumSet.of(RebuildState.ACTIVE)),
    /** Drop the old generation. */
    CONFIRM(RebuildState.CONFIRMED, EnumSet.of(RebuildState.ACTIVE)),
    /** Drop the new generation. */
    CANCEL(RebuildState.CANCELLED, EnumSet.of(RebuildState.BUILDING, RebuildState.READY));

    private final RebuildState to;
    private final Set<RebuildState> from;

    Step(RebuildState to, Set<RebuildState> from) {
        this.to = to;
        this.from = from;
    }

    /** Taken twice it is the same; fails with 409 from where it can't be taken. */
    RebuildSetting from(RebuildSetting rebuild) {
        if (rebuild.getState() == to) {
            return rebuild;
        }
        if (!from.contains(rebuild.getState())) {
            throw Refused.conflict(
                    "Rebuild " + rebuild.getGeneration() + " is " + name(rebuild.getState()) + "; only one"
                            + " that is "
                            + String.join(" or ", from.stream().map(Step::name).toList()) + " can be "
                            + done() + '.');
        }
        return RebuildSetting.newBuilder(rebuild).setState(to).build();
    }

    private String done() {
        return switch (this) {
            case SWITCH -> "switched to";
            case ROLLBACK -> "rolled back";
            case CONFIRM -> "confirmed";
            case CANCEL -> "cancelled";
        };
    }

    static Optional<Step> of(String name) {
        for (Step step : values()) {
            if (step.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }

    static String name(RebuildState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
