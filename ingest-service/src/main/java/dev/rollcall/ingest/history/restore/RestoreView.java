package dev.rollcall.ingest.history.restore;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.ingest.history.Difference;
import dev.rollcall.ingest.request.Push;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a restore does, or did.
 *
 * @param id whose state it is
 * @param restoredAs the id that has it, or is to have it: another one where the first was deleted
 * @param action {@code create}, {@code replace} or {@code none}
 * @param sequence of the change that had made it so
 * @param since when that was
 * @param guard to be sent to have just this done
 * @param done whether it was done, or is only what would be
 * @param obstacle why it would be refused
 * @param differences from what is to what was
 * @param joins groups that the user gets into, or members that the group gets
 * @param leaves the other way round
 * @param requests that were made, in order
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RestoreView(
        String connection,
        String id,
        String restoredAs,
        String action,
        long sequence,
        Instant since,
        String guard,
        boolean done,
        @Nullable String obstacle,
        List<Difference> differences,
        List<Named> joins,
        List<Named> leaves,
        List<NotRestored> notRestored,
        List<Step> requests) {

    /**
     * One request.
     *
     * @param predicted whether the worker is yet to decide it
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Step(String operation, String resource, String txn, int status, boolean predicted) {

        static Step of(Push push, Pushes.Done done) {
            return new Step(
                    push.operation().name().toLowerCase(Locale.ROOT),
                    push.resource(),
                    done.txn(),
                    done.status(),
                    done.isPredicted());
        }
    }

    static RestoreView of(
            Plan plan, boolean isDone, @Nullable String obstacle, List<Step> steps, List<NotRestored> lost) {
        return new RestoreView(
                plan.subject().connection(),
                plan.subject().id(),
                plan.id(),
                plan.action().name().toLowerCase(Locale.ROOT),
                plan.target().sequence(),
                plan.target().lastModified(),
                plan.guard(),
                isDone,
                obstacle,
                plan.differences(),
                plan.named(plan.joins()),
                plan.named(plan.leaves()),
                List.copyOf(lost),
                List.copyOf(steps));
    }
}
