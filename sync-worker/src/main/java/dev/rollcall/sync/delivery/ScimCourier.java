package dev.rollcall.sync.delivery;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.Fault;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.scope.Mapping;
import dev.rollcall.schemas.scope.MappingException;
import dev.rollcall.sync.app.Answer;
import dev.rollcall.sync.app.Seats;
import java.util.ArrayList;
import java.util.List;

/** Brings a SCIM app to the newest state of every resource in the batch, one phase after the other. */
final class ScimCourier implements Courier {

    private final Ledger ledger;
    private final ScimResources resources;
    private final Crew crew;
    private final Attempts attempts;
    private final Seats seats;
    private final Mapping mapping;

    ScimCourier(Ledger ledger, ScimResources resources, Crew crew, Attempts attempts, Seats seats, Mapping mapping) {
        this.ledger = ledger;
        this.resources = resources;
        this.crew = crew;
        this.attempts = attempts;
        this.seats = seats;
        this.mapping = mapping;
    }

    @Override
    public void deliver(List<Delivery> deliveries, Round round) {
        Queues queues = Queues.ofStates(deliveries, round.known());
        round.skip(queues.already());
        List<ScimTask> tasks =
                queues.fresh().stream().map(changes -> task(changes, round)).toList();
        doubt(tasks, round);
        for (ScimTask.Phase phase : ScimTask.Phase.values()) {
            // a later phase relies on all of the former
            if (round.fault() != null) {
                return;
            }
            List<ScimTask> now =
                    tasks.stream().filter(task -> task.phase() == phase).toList();
            crew.each(round.suspectsLast(now, ScimTask::newest), round, task -> deliver(task, round));
        }
    }

    private ScimTask task(List<Delivery> changes, Round round) {
        Delivery newest = changes.getLast();
        return ScimTask.of(
                changes,
                round.entry(newest).isLinked(),
                seats.areFreed(newest.change().getConnection()),
                user -> mapping.content(user, round.groups(newest)));
    }

    /**
     * Before content is sent, the ledger forgets what the app has. Otherwise a worker that dies after sending leaves a
     * hash behind the app's content, and going back to the former content would be left out as no change.
     */
    private void doubt(List<ScimTask> tasks, Round round) {
        ledger.write(tasks.stream()
                .filter(task -> !task.isDeletion() && task.type() != ResourceType.UNKNOWN)
                .filter(task -> {
                    String hash = round.entry(task.newest()).hash();
                    return hash != null && isOther(task, hash);
                })
                .map(task -> round.entry(task.newest()).doubted())
                .toList());
    }

    private static boolean isOther(ScimTask task, String hash) {
        try {
            return !hash.equals(Content.of(task).hash());
        } catch (MappingException e) {
            // then nothing is sent
            return false;
        }
    }

    private void deliver(ScimTask task, Round round) {
        var missing = new ArrayList<String>();
        Attempts.Tried tried = attempts.at(round, () -> resources.bring(task, round, missing));
        Answer answer = tried.answer();
        if (round.isPutOff(task.newest(), answer)) {
            return;
        }
        if (!answer.isTaken() && round.isForeseen(task.newest())) {
            round.decline(task);
            return;
        }
        round.supersede(task.older());
        LedgerEntry entry = round.entry(task.newest());
        boolean isDone = answer.isTaken() && missing.isEmpty();
        DeliveryOutcome done = answer.status() == null ? DeliveryOutcome.SKIPPED : DeliveryOutcome.DELIVERED;
        round.settle(new Settled(
                task.newest(),
                isDone ? done : DeliveryOutcome.FAILED,
                tried.attempts(),
                answer.status(),
                entry.remoteId(),
                missing.isEmpty() ? answer.detail() : answer.detail() + ". " + lacking(missing),
                missing.isEmpty() ? Settled.faultOf(answer) : Fault.RESOURCE,
                false,
                round.now(),
                missing.isEmpty() ? CauseCode.of(answer) : CauseCode.MISSING_MEMBERS));
    }

    private static String lacking(List<String> missing) {
        return "Members that the app doesn't have, so they weren't added: "
                + String.join(", ", missing.subList(0, Math.min(10, missing.size())))
                + (missing.size() > 10 ? " and " + (missing.size() - 10) + " more" : "");
    }

    @Override
    public void close() {
        crew.close();
    }
}
