package dev.rollcall.ingest.console.person;

import dev.rollcall.event.GroupReference;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.ingest.connection.Connections;
import dev.rollcall.ingest.console.OperatorNames;
import dev.rollcall.ingest.console.Trouble;
import dev.rollcall.ingest.console.When;
import dev.rollcall.ingest.delivery.ReceiptView;
import dev.rollcall.ingest.delivery.person.PersonApps;
import dev.rollcall.ingest.delivery.person.PersonView;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.ingest.history.Departed;
import dev.rollcall.ingest.history.Subject;
import dev.rollcall.ingest.history.TimelineView;
import dev.rollcall.ingest.history.Timelines;
import dev.rollcall.ingest.history.Whereabouts;
import dev.rollcall.schemas.scim.ScimCodec;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Gathers what the page of a person shows; what can't be told at the moment is left out, and said. Blocking. */
@Component
final class PersonPage {

    private static final int CHANGES = 20;

    private final Connections connections;
    private final Whereabouts whereabouts;
    private final Directory directory;
    private final Departed departed;
    private final PersonApps apps;
    private final AppReasons reasons;
    private final Timelines timelines;
    private final OperatorNames names;
    private final Clock clock;
    private final Scheduler blocking;

    PersonPage(
            Connections connections,
            Whereabouts whereabouts,
            Directory directory,
            Departed departed,
            PersonApps apps,
            AppReasons reasons,
            Timelines timelines,
            OperatorNames names,
            Clock clock,
            Scheduler blocking) {
        this.connections = connections;
        this.whereabouts = whereabouts;
        this.directory = directory;
        this.departed = departed;
        this.apps = apps;
        this.reasons = reasons;
        this.timelines = timelines;
        this.names = names;
        this.clock = clock;
        this.blocking = blocking;
    }

    /**
     * An app, and what it has of the person.
     *
     * @param since when its newest settled change was settled
     * @param receipt what became of the newest delivery, and when
     */
    record AppLine(
            String id,
            String name,
            Reason reason,
            @Nullable When since,
            @Nullable String receipt,
            @Nullable When receiptAt) {}

    /** The whole page; 404 where nobody knows of such a person. */
    Map<String, Object> of(String connection, String id, @Nullable Long before) {
        var model = new HashMap<String, Object>();
        Subject subject = whereabouts.find(ResourceType.USER, connection, id);
        // the log is read beside the directory and the apps
        CompletableFuture<@Nullable Map<String, Object>> log = Mono.fromCallable(() -> timeline(subject, before))
                .subscribeOn(blocking)
                .toFuture();
        UserState state = directory.user(connection, id).orElse(null);
        PersonView person = apps.of(connection, id).orElse(null);
        List<GroupReference> groups = state == null
                ? List.of()
                : directory.groupsOf(connection, List.of(id)).getOrDefault(id, List.of());
        List<AppFacts> facts = person == null ? List.of() : reasons.of(person, state, groups);
        model.putAll(Objects.requireNonNullElse(log.join(), Map.of()));
        if (person == null && !(model.get("changes") instanceof List<?> changes && !changes.isEmpty())) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND,
                    "Neither the directory, nor an app, nor the log of changes knows of this id.");
        }
        Instant now = clock.instant();
        model.put("connection", connection);
        model.put("connectionName", connections.find(connection).value().getName());
        model.put("id", id);
        model.put("name", name(connection, id, state));
        model.put("directory", person == null ? "deleted" : person.directory());
        model.put("before", before != null);
        if (state != null) {
            model.put("attributes", attributes(state, groups));
            model.put("changed", When.of(state.getLastModified(), now));
        }
        if (person != null) {
            model.put("isOut", person.outOfEveryApp());
            model.put("missing", person.missing());
            if (person.since() != null) {
                model.put("since", When.of(person.since(), now));
            }
            model.put(
                    "apps",
                    facts.stream().map(app -> line(app, connection, id, now)).toList());
        }
        return model;
    }

    private static List<Attributes.Line> attributes(UserState state, List<GroupReference> groups) {
        var lines = new ArrayList<>(Attributes.of(ScimCodec.USER.write(state.getAttributes())));
        if (!groups.isEmpty()) {
            lines.add(new Attributes.Line(
                    "groups",
                    groups.stream()
                            .map(group -> group.getDisplay() == null ? group.getValue() : group.getDisplay())
                            .collect(Collectors.joining(", "))));
        }
        return lines;
    }

    private String name(String connection, String id, @Nullable UserState state) {
        if (state != null) {
            return state.getAttributes().getUserName();
        }
        try {
            return departed.find(connection, id)
                    .map(last -> last.getAttributes().getUserName())
                    .orElse(id);
        } catch (RuntimeException e) {
            return Trouble.of(e).map(_ -> id).orElseThrow(() -> e);
        }
    }

    private Map<String, Object> timeline(Subject subject, @Nullable Long before) {
        try {
            TimelineView page = timelines.of(subject, before == null ? Long.MAX_VALUE : before, CHANGES);
            Instant now = clock.instant();
            var model = new HashMap<String, Object>();
            model.put(
                    "changes",
                    page.changes().stream()
                            .map(change -> ChangeRow.of(change, names, now))
                            .toList());
            if (page.nextCursor() != null) {
                model.put("older", page.nextCursor());
            }
            return model;
        } catch (RuntimeException e) {
            return Map.of("timelineTrouble", Trouble.of(e).orElseThrow(() -> e).sentence());
        }
    }

    private static AppLine line(AppFacts facts, String connection, String id, Instant now) {
        Instant since = facts.person().since();
        ReceiptView receipt = facts.receipt();
        return new AppLine(
                facts.person().app(),
                facts.person().name(),
                Reason.of(facts, connection, id),
                since == null ? null : When.of(since, now),
                receipt == null ? null : receipt(receipt),
                receipt == null ? null : When.of(receipt.time(), now));
    }

    private static String receipt(ReceiptView receipt) {
        String outcome = "change " + receipt.sequence() + " " + receipt.outcome();
        String status = receipt.status() == null ? "" : ", answered " + receipt.status();
        String attempts = receipt.attempts() > 1 ? " after " + receipt.attempts() + " attempts" : "";
        String detail = receipt.detail() == null || receipt.detail().equals("HTTP " + receipt.status())
                ? ""
                : ": " + receipt.detail();
        return outcome + status + attempts + detail;
    }
}
