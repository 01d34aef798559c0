package dev.rollcall.ingest.console.person;

import dev.rollcall.event.GroupReference;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.ingest.connection.Connections;
import dev.rollcall.ingest.console.Kind;
import dev.rollcall.ingest.console.Trouble;
import dev.rollcall.ingest.console.When;
import dev.rollcall.ingest.console.past.Attributes;
import dev.rollcall.ingest.console.past.Memberships;
import dev.rollcall.ingest.console.past.Timeline;
import dev.rollcall.ingest.delivery.ReceiptView;
import dev.rollcall.ingest.delivery.person.PersonApps;
import dev.rollcall.ingest.delivery.person.PersonView;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.ingest.history.Departed;
import dev.rollcall.ingest.history.Subject;
import dev.rollcall.ingest.history.Whereabouts;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.scim.ScimCodec;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Gathers what the page of a person shows; what can't be told at the moment is left out, and said. Blocking. */
@Component
final class PersonPage {

    /** Apps that are shown at once. */
    private static final int SHOWN = 30;

    private final Connections connections;
    private final Whereabouts whereabouts;
    private final Directory directory;
    private final Departed departed;
    private final PersonApps apps;
    private final AppReasons reasons;
    private final Timeline timeline;
    private final Erasures erasures;
    private final Clock clock;
    private final Scheduler blocking;

    PersonPage(
            Connections connections,
            Whereabouts whereabouts,
            Directory directory,
            Departed departed,
            PersonApps apps,
            AppReasons reasons,
            Timeline timeline,
            Erasures erasures,
            Clock clock,
            Scheduler blocking) {
        this.connections = connections;
        this.whereabouts = whereabouts;
        this.directory = directory;
        this.departed = departed;
        this.apps = apps;
        this.reasons = reasons;
        this.timeline = timeline;
        this.erasures = erasures;
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
        CompletableFuture<Timeline.@Nullable Part> log = Mono.fromCallable(() -> timeline.of(subject, before))
                .subscribeOn(blocking)
                .toFuture();
        UserState state = directory.user(connection, id).orElse(null);
        PersonView person = apps.of(connection, id).orElse(null);
        List<GroupReference> groups = state == null
                ? List.of()
                : directory.groupsOf(connection, List.of(id)).getOrDefault(id, List.of());
        List<AppFacts> facts = person == null ? List.of() : reasons.of(person, state, groups);
        Timeline.Part changes = Objects.requireNonNull(log.join());
        if (person == null && !changes.isAnything()) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND,
                    "Neither the directory, nor an app, nor the log of changes knows of a person with this id.");
        }
        Instant now = clock.instant();
        model.put("connection", connection);
        model.put("connectionName", connections.find(connection).value().getName());
        model.put("id", id);
        model.put("name", name(connection, id, state));
        model.put("directory", person == null ? "deleted" : person.directory());
        model.put("path", Kind.PERSON.path(connection, id));
        model.put("kind", Kind.PERSON);
        model.put("timeline", changes);
        model.put("before", before != null);
        model.put("isBeingForgotten", erasures.find(connection, id).isPresent());
        if (state != null) {
            model.put("attributes", Attributes.of(ScimCodec.USER.write(state.getAttributes())));
            model.put("groups", Memberships.groups(groups, connection));
            model.put("changed", When.of(state.getLastModified(), now));
        }
        if (person != null) {
            model.put("isOut", person.outOfEveryApp());
            model.put("missing", person.missing());
            if (person.since() != null) {
                model.put("since", When.of(person.since(), now));
            }
            List<AppLine> lines = facts.stream()
                    .sorted(facts.size() > SHOWN ? Comparator.comparingInt(PersonPage::rank) : (_, _) -> 0)
                    .map(app -> line(app, connection, id, now))
                    .toList();
            model.put("apps", lines.subList(0, Math.min(SHOWN, lines.size())));
            model.put("moreApps", lines.subList(Math.min(SHOWN, lines.size()), lines.size()));
        }
        return model;
    }

    /** What has to be looked at comes first, and what nothing is brought to last. */
    private static int rank(AppFacts app) {
        if (!app.app().getEnabled()) {
            return 3;
        }
        return switch (app.person().state()) {
            case FAILED -> 0;
            case PENDING -> 1;
            case LINKED, DEACTIVATED, GONE, NEVER -> 2;
        };
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
