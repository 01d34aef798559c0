package dev.rollcall.ingest.activity.journey;

import dev.rollcall.event.CallOutcome;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.Operation;
import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.schemas.decide.EventUris;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Follows calls on their way. Blocking, and for somebody who looks at one call: it reads Kafka and MongoDB. */
@Component
public final class Journeys {

    private final Changes changes;
    private final Directory directory;
    private final AppStates apps;

    Journeys(Changes changes, Directory directory, AppStates apps) {
        this.changes = changes;
        this.directory = directory;
        this.apps = apps;
    }

    /**
     * How far a call has come.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka can't be asked
     * @throws com.mongodb.MongoException when MongoDB can't be asked
     */
    public Journey of(RequestLogEntry entry) {
        String txn = entry.getTxn();
        boolean isLost = entry.getOutcome() == CallOutcome.FAILED && txn == null;
        if (entry.getOutcome() == CallOutcome.REFUSED || isLost) {
            return none(
                    Journey.Stage.REFUSED,
                    entry.getStatus() >= 400
                            ? "It was refused, so nothing came of it."
                            : "It was refused after it had been answered; it is among the dead letters.");
        }
        if (txn == null) {
            return entry.getOperation() == Operation.UNKNOWN
                    ? none(Journey.Stage.READ, "It asked for no change.")
                    : none(Journey.Stage.WAITING, "Its client went away before it was answered.");
        }
        if (entry.getOutcome() == CallOutcome.UNCHANGED) {
            return none(Journey.Stage.UNCHANGED, "All was so already, so nothing came of it.");
        }
        Changes.Found found = changes.of(entry, txn);
        if (found.changes().isEmpty()) {
            return missing(entry, found);
        }
        return changed(entry, found.changes());
    }

    private static Journey missing(RequestLogEntry entry, Changes.Found found) {
        if (!found.isAll() || entry.getOutcome() == CallOutcome.APPLIED) {
            return none(
                    Journey.Stage.OUT_OF_REACH,
                    "Its changes weren't found: the topic doesn't keep them any more, or they are too far behind the"
                            + " call.");
        }
        return none(
                Journey.Stage.WAITING,
                "It was sent to the log of requests, and no change has come of it: the workers haven't decided it yet, or it"
                        + " changed nothing, or it is among the dead letters.");
    }

    private Journey changed(RequestLogEntry entry, List<IdentityChange> found) {
        Map<String, List<Journey.AtApp>> states = apps.of(entry.getConnection(), found);
        List<Journey.Step> steps = found.stream()
                .map(change -> step(change, states.getOrDefault(change.getId(), List.of())))
                .toList();
        long open = steps.stream()
                .flatMap(step -> step.apps().stream())
                .filter(app -> app.state().equals("pending"))
                .count();
        long failed = steps.stream()
                .flatMap(step -> step.apps().stream())
                .filter(app -> app.state().equals("failed"))
                .count();
        String summary = (steps.size() == 1 ? "One change came of it" : steps.size() + " changes came of it")
                + (open > 0 ? "; " + open + (open == 1 ? " delivery is" : " deliveries are") + " pending" : "")
                + (failed > 0 ? "; " + failed + (failed == 1 ? " was" : " were") + " given up" : "")
                + (open == 0 && failed == 0 ? ", and every app has it." : ".");
        return new Journey(Journey.Stage.CHANGED, summary, steps);
    }

    private Journey.Step step(IdentityChange change, List<Journey.AtApp> states) {
        return new Journey.Step(
                change.getId(),
                change.getSequence(),
                change.getTime(),
                change.getKind(),
                change.getAlsoKinds(),
                change.getResourceType().name().toLowerCase(Locale.ROOT),
                change.getResource(),
                change.getVersion(),
                change.getChangedAttributes(),
                change.getMembersAdded().size(),
                change.getMembersRemoved().size(),
                change.getCause().name().toLowerCase(Locale.ROOT),
                inDirectory(change),
                states);
    }

    private Journey.InDirectory inDirectory(IdentityChange change) {
        Long version = change.getResourceType() == ResourceType.GROUP
                ? directory
                        .group(change.getConnection(), change.getResource())
                        .map(group -> group.getVersion())
                        .orElse(null)
                : directory
                        .user(change.getConnection(), change.getResource())
                        .map(user -> user.getVersion())
                        .orElse(null);
        boolean isDelete = change.getKind().equals(EventUris.DELETE);
        // what isn't there and wasn't deleted by this one was deleted by a later one, or hasn't come yet
        boolean isApplied = version == null ? isDelete : version >= change.getVersion() && !isDelete;
        return new Journey.InDirectory(isApplied, version);
    }

    private static Journey none(Journey.Stage stage, String summary) {
        return new Journey(stage, summary, List.of());
    }
}
