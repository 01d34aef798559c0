package dev.rollcall.ingest.console;

import dev.rollcall.ingest.activity.Advice;
import dev.rollcall.ingest.activity.FirstCalls;
import dev.rollcall.ingest.activity.projection.Milestone;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a step of the setup.
 *
 * @param state {@code done}, {@code wrong} or {@code open}
 * @param request the call that tells, where it is still in the log
 */
record StepView(
        String label,
        String title,
        String state,
        @Nullable Instant time,
        @Nullable String shown,
        @Nullable String request,
        @Nullable Advice advice) {

    static StepView of(FirstCalls.Step step) {
        String label = step.milestone().label();
        String title = title(step.milestone());
        FirstCalls.Trouble missed = step.missed();
        if (step.isTroubled() && missed != null) {
            return of(label, title, "wrong", missed.seen(), missed.advice());
        }
        FirstCalls.Seen first = step.first();
        return first == null
                ? new StepView(label, title, "open", null, null, null, null)
                : of(label, title, "done", first, null);
    }

    boolean isDone() {
        return state.equals("done");
    }

    private static StepView of(
            String label, String title, String state, FirstCalls.Seen seen, @Nullable Advice advice) {
        return new StepView(
                label,
                title,
                state,
                seen.time(),
                Shown.time(seen.time()),
                seen.entry() == null ? null : seen.id(),
                advice);
    }

    private static String title(Milestone milestone) {
        return switch (milestone) {
            case AUTHENTICATED -> "A call with this connection's credential:";
            case LOOKUP -> "A look-up with the User Filter Expression:";
            case USER -> "The first user:";
            case GROUP -> "The first group:";
            case MEMBERSHIP -> "The first membership:";
            case DEACTIVATION -> "The first leaver, deactivated or deleted:";
        };
    }
}
