package dev.rollcall.ingest.replay;

import com.github.f4b6a3.uuid.UuidCreator;
import com.mongodb.client.MongoDatabase;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.ReplaySetting;
import dev.rollcall.event.ReplayState;
import dev.rollcall.event.ReplayStep;
import dev.rollcall.event.Setting;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.ingest.setting.SettingsLog;
import dev.rollcall.ingest.setting.Versions;
import dev.rollcall.schemas.delivery.AppStatus;
import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The replays, as settings: whoever works on them hears of each step within moments. */
@Component
final class Replays {

    private final Settings settings;
    private final SettingsLog log;
    private final Addressed addressed;
    private final Ranges ranges;
    private final DryRuns dryRuns;
    private final MongoDatabase database;
    private final Scheduler blocking;
    private final Clock clock;

    Replays(
            Settings settings,
            SettingsLog log,
            Addressed addressed,
            Ranges ranges,
            DryRuns dryRuns,
            MongoDatabase directoryDatabase,
            Scheduler blocking,
            Clock clock) {
        this.settings = settings;
        this.log = log;
        this.addressed = addressed;
        this.ranges = ranges;
        this.dryRuns = dryRuns;
        this.database = directoryDatabase;
        this.blocking = blocking;
        this.clock = clock;
    }

    /** Of one app, or of all; newest first. */
    List<Settings.Entry<ReplaySetting>> all(@Nullable String app) {
        return settings.replays().stream()
                .filter(replay -> app == null || replay.value().getApp().equals(app))
                .toList()
                .reversed();
    }

    /** @throws ResponseStatusException 404 when there is none */
    Settings.Entry<ReplaySetting> find(String id) {
        return settings.replay(id).orElseThrow(Replays::noSuchReplay);
    }

    /** A new one that runs. */
    Mono<Settings.Entry<ReplaySetting>> create(String app, ReplayBody asked, String operator) {
        return Mono.fromCallable(() -> {
                    checkAlone(app);
                    return wanted(app, able(app), asked, operator);
                })
                .subscribeOn(blocking)
                .flatMap(this::put);
    }

    /** What it would send, without doing so. */
    Mono<DryRun> dryRun(String app, ReplayBody asked, String operator) {
        return Mono.fromCallable(() -> {
                    AppSetting setting = able(app);
                    return dryRuns.of(wanted(app, setting, asked, operator), setting.getKind());
                })
                .subscribeOn(blocking);
    }

    private ReplaySetting wanted(String app, AppSetting setting, ReplayBody asked, String operator) {
        ReplaySetting.Builder wanted =
                ReplayForm.read(app, setting, asked, operator, now()).setRanges(List.of());
        ReplaySetting unranged = wanted.build();
        addressed.check(unranged);
        return wanted.setRanges(ranges.of(unranged)).build();
    }

    /** Keeps one that is made; 409 while there is another one of its app. */
    Mono<Settings.Entry<ReplaySetting>> put(ReplaySetting replay) {
        String id = UuidCreator.getTimeOrderedEpoch().toString();
        String key = Settings.replayKey(id);
        Instant now = now();
        return log.change(key, _ -> {
                    checkAlone(replay.getApp());
                    return Setting.newBuilder()
                            .setId(key)
                            .setCreated(now)
                            .setTime(now)
                            .setReplay(replay)
                            .build();
                })
                .map(made -> entry(id, made));
    }

    /** Another state or rate from now on. */
    Mono<Settings.Entry<ReplaySetting>> change(
            String id, ReplayState state, @Nullable Integer rate, String operator, @Nullable String reason) {
        find(id);
        return log.change(Settings.replayKey(id), before -> {
                    if (before == null || before.getReplay() == null) {
                        throw noSuchReplay();
                    }
                    ReplaySetting replay = before.getReplay();
                    if (isOver(replay)) {
                        throw Refused.conflict("It is "
                                + replay.getState().name().toLowerCase(Locale.ROOT)
                                + ", so nothing is left to be changed. Make another one.");
                    }
                    ReplayState then = state == ReplayState.UNKNOWN ? replay.getState() : state;
                    int perSecond = rate == null ? replay.getRatePerSecond() : ReplayForm.rate(rate);
                    return next(before, then, perSecond, operator, reason, replay.getPublished());
                })
                .map(changed -> entry(id, changed));
    }

    /**
     * It is over: everything was published and read, or its app is gone.
     *
     * @param reason where that isn't what was wanted
     */
    Mono<Setting> end(String id, ReplayState state, long published, @Nullable String reason) {
        return log.change(
                Settings.replayKey(id),
                before -> before == null || before.getReplay() == null || isOver(before.getReplay())
                        ? before
                        : next(before, state, before.getReplay().getRatePerSecond(), "rollcall", reason, published));
    }

    Mono<Void> forget(String id) {
        return log.remove(Settings.replayKey(id));
    }

    private Setting next(
            Setting before, ReplayState state, int rate, String operator, @Nullable String reason, long published) {
        Instant time = Versions.next(before, clock.instant());
        ReplaySetting replay = Objects.requireNonNull(before.getReplay());
        List<ReplayStep> steps = new ArrayList<>(replay.getSteps());
        steps.add(ReplayForm.step(state, rate, operator, reason, time));
        return Setting.newBuilder(before)
                .setTime(time)
                .setReplay(ReplaySetting.newBuilder(replay)
                        .setState(state)
                        .setRatePerSecond(rate)
                        .setPublished(published)
                        .setSteps(steps)
                        .build())
                .build();
    }

    static boolean isOver(ReplaySetting replay) {
        return switch (replay.getState()) {
            case RUNNING, PAUSED -> false;
            case CANCELLED, FINISHED, UNKNOWN -> true;
        };
    }

    /** An app that could take it. */
    private AppSetting able(String app) {
        Settings.Entry<AppSetting> found = settings.app(app)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "There is no app with this id. GET /api/v1/apps lists all."));
        if (!found.value().getEnabled()) {
            throw Refused.conflict(
                    "The app is disabled, so it would take nothing. PATCH it with {\"enabled\": true} first.");
        }
        boolean isResting = Optional.ofNullable(database.getCollection(AppStatus.COLLECTION)
                        .find(new Document("_id", app))
                        .first())
                .map(AppStatus::from)
                .filter(status ->
                        status.settingTime() == found.setting().getTime().toEpochMilli())
                .filter(status -> status.state().isResting())
                .isPresent();
        if (isResting) {
            throw Refused.conflict("The app is paused, for it failed for too long or answered 410. Mend it and save its"
                    + " setting anew first; what it has missed since comes by itself then.");
        }
        return found.value();
    }

    private void checkAlone(String app) {
        settings.replays().stream()
                .filter(other -> other.value().getApp().equals(app) && !isOver(other.value()))
                .findFirst()
                .ifPresent(other -> {
                    throw Refused.conflict("The app has the " + (other.value().getInitial() ? "back-fill " : "replay ")
                            + other.id() + " already. Wait for its end, or cancel it.");
                });
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static ResponseStatusException noSuchReplay() {
        return new ResponseStatusException(
                HttpStatus.NOT_FOUND, "There is no replay with this id. GET /api/v1/replays lists all.");
    }

    private static Settings.Entry<ReplaySetting> entry(String id, Setting setting) {
        return new Settings.Entry<>(id, setting, Objects.requireNonNull(setting.getReplay()));
    }
}
