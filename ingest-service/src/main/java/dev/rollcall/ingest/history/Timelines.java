package dev.rollcall.ingest.history;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.ingest.activity.RequestLog;
import dev.rollcall.ingest.activity.journey.AppStates;
import dev.rollcall.ingest.activity.journey.Journey;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** How somebody or a group has become what it is, newest first. Blocking. */
@Component
public final class Timelines {

    private final ChangePositions positions;
    private final ChangeRecords changes;
    private final HistoryProgress progress;
    private final AppStates apps;
    private final RequestLog log;

    Timelines(
            ChangePositions positions,
            ChangeRecords changes,
            HistoryProgress progress,
            AppStates apps,
            RequestLog log) {
        this.positions = positions;
        this.changes = changes;
        this.progress = progress;
        this.apps = apps;
        this.log = log;
    }

    /**
     * A page of changes.
     *
     * @param before the sequence before which it begins
     * @throws org.springframework.web.server.ResponseStatusException 404 where the id is one of another type
     */
    public TimelineView of(Subject subject, long before, int limit) {
        progress.await(subject.connection());
        List<Position> found = positions.page(subject.connection(), ChangeView.subjects(subject), before, limit + 1);
        List<Position> page = found.subList(0, Math.min(limit, found.size()));
        if (page.isEmpty()) {
            return new TimelineView(subject.connection(), subject.id(), List.of(), null);
        }
        NavigableMap<Long, IdentityChange> read = changes.read(page);
        Collection<IdentityChange> newestFirst = read.descendingMap().values();
        if (newestFirst.stream().anyMatch(subject::isMistakenFor)) {
            throw Whereabouts.refusal(new Told.Unknown()).orElseThrow();
        }
        Map<String, List<Journey.AtApp>> states = apps.of(subject.connection(), List.copyOf(newestFirst));
        Map<String, String> requests = requests(subject, newestFirst);
        return new TimelineView(
                subject.connection(),
                subject.id(),
                newestFirst.stream()
                        .map(change -> ChangeView.of(
                                subject,
                                change,
                                requests.get(change.getTxn()),
                                states.getOrDefault(change.getId(), List.of())))
                        .toList(),
                found.size() > limit ? page.getLast().sequence() : null);
    }

    /** The paths of requests in the request log, by their ids. */
    private Map<String, String> requests(Subject subject, Collection<IdentityChange> of) {
        Set<String> resources = new HashSet<>();
        resources.add(subject.id());
        of.forEach(change -> resources.add(change.getResource()));
        Set<String> txns = of.stream().map(IdentityChange::getTxn).collect(Collectors.toSet());
        return log.ofRequests(subject.connection(), resources, txns).stream()
                .collect(Collectors.toMap(
                        entry -> String.valueOf(entry.getTxn()), Timelines::path, (first, _) -> first));
    }

    private static String path(RequestLogEntry entry) {
        return "/api/v1/connections/" + entry.getConnection() + "/requests/" + entry.getId();
    }
}
