package dev.rollcall.ingest.hold;

import dev.rollcall.event.AppSetting;
import dev.rollcall.event.Headcount;
import dev.rollcall.event.Hold;
import dev.rollcall.event.HoldDecision;
import dev.rollcall.event.HoldOutcome;
import dev.rollcall.event.Setting;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.ingest.setting.SettingsLog;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.Headcounts;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Keys;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The holds that workers made, and what was decided about them. A decision is a setting: every worker hears of it within
 * moments, and it is kept as long as changes that were in the hold may be read.
 */
@Component
public final class Holds {

    private final Headcounts headcounts;
    private final Settings settings;
    private final SettingsLog log;
    private final Scheduler blocking;
    private final Clock clock;

    Holds(DirectoryCollections collections, Settings settings, SettingsLog log, Scheduler blocking, Clock clock) {
        this.headcounts = new Headcounts(collections);
        this.settings = settings;
        this.log = log;
        this.blocking = blocking;
        this.clock = clock;
    }

    /** Those that wait, longest first, then those that are decided about, newest first. Blocking. */
    List<HoldView> all() {
        return Stream.concat(
                        open().stream(), settings.holds().reversed().stream().map(HoldView::decided))
                .toList();
    }

    /** Those that wait, longest first. Blocking. */
    public List<HoldView> open() {
        return headcounts.held().stream()
                .flatMap(count -> open(count).stream())
                .sorted(Comparator.comparing(HoldView::since))
                .toList();
    }

    /** That of a connection that waits, if one does. Blocking. */
    public Optional<HoldView> open(String connection) {
        return Optional.ofNullable(headcounts.of(List.of(connection)).get(connection))
                .flatMap(this::open);
    }

    /** Blocking. */
    Optional<HoldView> find(String id) {
        return settings.hold(id).map(HoldView::decided).or(() -> headcount(id).flatMap(this::open));
    }

    /**
     * Decides about a hold that waits, once.
     *
     * @param seen the sequence of the last held change that the operator knows of; null for whatever is held by now
     * @throws ResponseStatusException 404 when there is no such hold, 409 when it is decided about or has grown
     */
    public Mono<HoldView> decide(String id, HoldOutcome outcome, String operator, String reason, @Nullable Long seen) {
        return Mono.fromCallable(() -> decision(id, outcome, operator, reason, seen))
                .subscribeOn(blocking)
                .flatMap(made -> log.change(made.getId(), before -> {
                    if (before != null) {
                        throw decidedAlready();
                    }
                    return made;
                }))
                .map(made -> HoldView.decided(new Settings.Entry<>(id, made, made.getHold())));
    }

    private Setting decision(String id, HoldOutcome outcome, String operator, String reason, @Nullable Long seen) {
        if (settings.hold(id).isPresent()) {
            throw decidedAlready();
        }
        Headcount count = headcount(id).orElseThrow(Holds::noSuchHold);
        Hold hold = count.getHold();
        if (seen != null && hold.getLast() > seen) {
            throw Refused.conflict("The hold has grown since: its last change is " + hold.getLast() + " by now, of "
                    + hold.getDepartures() + " departures. Look again, and send that sequence.");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return Setting.newBuilder()
                .setId(Settings.holdKey(id))
                .setCreated(now)
                .setTime(now)
                .setHold(new HoldDecision(count.getConnection(), hold, outcome, operator, reason))
                .build();
    }

    /** With the hold of this id. */
    private Optional<Headcount> headcount(String id) {
        int end = Math.max(0, id.lastIndexOf('-'));
        String connection = id.substring(0, end);
        return Optional.ofNullable(headcounts.of(List.of(connection)).get(connection))
                .filter(count -> count.getHold() != null
                        && Keys.hold(connection, count.getHold().getFirst()).equals(id));
    }

    private Optional<HoldView> open(Headcount count) {
        String connection = count.getConnection();
        return Optional.ofNullable(count.getHold())
                .filter(hold ->
                        settings.hold(Keys.hold(connection, hold.getFirst())).isEmpty())
                .map(hold -> HoldView.open(connection, hold, followers(connection)));
    }

    private List<String> followers(String connection) {
        return settings.apps().stream()
                .filter(app -> follows(app.value(), connection))
                .map(Settings.Entry::id)
                .toList();
    }

    private static boolean follows(AppSetting app, String connection) {
        return app.getEnabled()
                && (app.getConnections().isEmpty() || app.getConnections().contains(connection));
    }

    private static ResponseStatusException decidedAlready() {
        return Refused.conflict("Somebody has decided about this hold already; GET /api/v1/holds tells who.");
    }

    static ResponseStatusException noSuchHold() {
        return new ResponseStatusException(
                HttpStatus.NOT_FOUND, "There is no hold with this id. GET /api/v1/holds lists all.");
    }
}
