package dev.rollcall.ingest.history.restore;

import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.history.History;
import dev.rollcall.ingest.history.Moment;
import dev.rollcall.ingest.history.Subject;
import dev.rollcall.ingest.history.Whereabouts;
import dev.rollcall.ingest.request.Push;
import dev.rollcall.ingest.setting.Refused;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Brings users and groups back to what they were, once whoever asks has seen what that changes. Blocking. */
@Component
public final class Restoration {

    private static final int LONGEST_REASON = 500;

    private final Whereabouts whereabouts;
    private final History history;
    private final RestorePlans plans;
    private final Restores restores;

    Restoration(Whereabouts whereabouts, History history, RestorePlans plans, Restores restores) {
        this.whereabouts = whereabouts;
        this.history = history;
        this.plans = plans;
        this.restores = restores;
    }

    /**
     * To which state.
     *
     * @param at a time, or
     * @param sequence the number of the change that had made it so
     * @param connection may be left out, for the id tells it
     * @param guard of what was shown before; without it nothing is done, and it is shown what would be
     * @param reason why, for whoever looks later; needed to have it done
     */
    public record Wanted(
            @Nullable String at,
            @Nullable Long sequence,
            @Nullable String connection,
            @Nullable String guard,
            @Nullable String reason) {}

    /**
     * Shows what differs and gives its guard; with that guard, restores.
     *
     * @throws ResponseStatusException 400 for what can't be meant, 412 where something has changed since the guard was given
     */
    public RestoreView of(ResourceType type, String id, Wanted wanted, String operator) {
        if ((wanted.at() == null) == (wanted.sequence() == null)) {
            throw Refused.wrong("Send at, a time, or sequence, the number of a change.");
        }
        String reason = reason(wanted);
        Subject subject = whereabouts.find(type, wanted.connection(), id);
        Moment moment = history.moment(subject.connection(), Whereabouts.time(wanted.at()), wanted.sequence());
        Plan plan = plans.of(subject, moment);
        Push.Origin origin = Restores.origin(operator, reason);
        if (wanted.guard() == null) {
            return RestoreView.of(
                    plan, false, restores.obstacle(plan, origin).orElse(null), List.of(), plan.notRestored());
        }
        if (!wanted.guard().equals(plan.guard())) {
            throw new ResponseStatusException(
                    HttpStatus.PRECONDITION_FAILED,
                    "Something has changed since that guard was given. Look at what would be done again.");
        }
        return restores.restore(plan, origin);
    }

    private static @Nullable String reason(Wanted wanted) {
        String reason = wanted.reason();
        if (reason != null && reason.length() > LONGEST_REASON) {
            throw Refused.wrong("reason must have at most " + LONGEST_REASON + " characters.");
        }
        if (wanted.guard() != null && (reason == null || reason.isBlank())) {
            throw Refused.wrong("reason is missing: say why, for whoever looks at the timeline later.");
        }
        return reason == null ? null : reason.strip();
    }
}
