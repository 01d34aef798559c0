package dev.rollcall.ingest.rebuild;

import dev.rollcall.event.RebuildSetting;
import dev.rollcall.event.RebuildState;
import dev.rollcall.event.Setting;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.ingest.setting.SettingsLog;
import dev.rollcall.ingest.setting.Versions;
import dev.rollcall.schemas.rebuild.Generations;
import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** The rebuilds of the directory, as settings: each step is one, which every worker and every reader follows. */
@Component
final class Rebuilds {

    private final Settings settings;
    private final Generations generations;
    private final SettingsLog log;
    private final Rest rest;
    private final Clock clock;

    Rebuilds(Settings settings, Generations generations, SettingsLog log, Rest rest, Clock clock) {
        this.settings = settings;
        this.generations = generations;
        this.log = log;
        this.rest = rest;
        this.clock = clock;
    }

    /**
     * What an operator wants.
     *
     * @param recordsPerSecond of each partition; null for as fast as changes meanwhile allow
     */
    record Wish(
            boolean automatic,
            boolean everything,
            @Nullable Integer recordsPerSecond,
            @Nullable String reason) {}

    /** Fails with 409 while there is one that hasn't ended. */
    Mono<Settings.Entry<RebuildSetting>> begin(Wish wish, String operator) {
        int generation = generations.next();
        return log.change(Settings.rebuildKey(generation), before -> {
                    generations.rebuild().ifPresent(open -> {
                        throw Refused.conflict("Rebuild " + open.getGeneration() + " is "
                                + Step.name(open.getState())
                                + (open.getState() == RebuildState.BUILDING
                                        ? ". Wait for it, or cancel it."
                                        : ". Switch to it and confirm it, or cancel it, before another begins."));
                    });
                    if (before != null) {
                        throw Refused.conflict("Another rebuild was begun at this moment. See GET /api/v1/rebuilds.");
                    }
                    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
                    return Setting.newBuilder()
                            .setId(Settings.rebuildKey(generation))
                            .setCreated(now)
                            .setTime(now)
                            .setRebuild(RebuildSetting.newBuilder()
                                    .setGeneration(generation)
                                    .setState(RebuildState.BUILDING)
                                    .setAutomatic(wish.automatic())
                                    .setEverything(wish.everything())
                                    .setRecordsPerSecond(wish.recordsPerSecond())
                                    .setOperator(operator)
                                    .setReason(wish.reason())
                                    .build())
                            .build();
                })
                .map(_ -> find(generation))
                .flatMap(begun -> wish.everything() ? rest.forget().thenReturn(begun) : Mono.just(begun));
    }

    /** Fails with 404 where there is none, 409 where the step can't be taken from where it is. */
    Mono<Settings.Entry<RebuildSetting>> take(int generation, Step step) {
        return change(generation, step::from);
    }

    /** What was compared is equal, or isn't; nothing where that came too late. */
    Mono<Settings.Entry<RebuildSetting>> verified(int generation, boolean isEqual, String detail) {
        return change(
                generation,
                rebuild -> rebuild.getState() != RebuildState.BUILDING
                        ? rebuild
                        : RebuildSetting.newBuilder(rebuild)
                                .setState(
                                        !isEqual
                                                ? RebuildState.FAILED
                                                : rebuild.getAutomatic() ? RebuildState.ACTIVE : RebuildState.READY)
                                .setDetail(detail)
                                .build());
    }

    private Mono<Settings.Entry<RebuildSetting>> change(int generation, UnaryOperator<RebuildSetting> change) {
        return log.change(Settings.rebuildKey(generation), before -> {
                    RebuildSetting rebuild = before == null ? null : before.getRebuild();
                    if (before == null || rebuild == null) {
                        throw none();
                    }
                    RebuildSetting after = change.apply(rebuild);
                    return after.equals(rebuild)
                            ? before
                            : Setting.newBuilder(before)
                                    .setRebuild(after)
                                    .setTime(Versions.next(before, clock.instant()))
                                    .build();
                })
                .map(_ -> find(generation));
    }

    /** Newest first. */
    List<Settings.Entry<RebuildSetting>> all() {
        return settings.rebuilds().reversed();
    }

    Settings.Entry<RebuildSetting> find(int generation) {
        return settings.rebuild(generation).orElseThrow(Rebuilds::none);
    }

    /** The one that is being filled. */
    Optional<RebuildSetting> building() {
        return generations.rebuild().filter(rebuild -> rebuild.getState() == RebuildState.BUILDING);
    }

    private static ResponseStatusException none() {
        return new ResponseStatusException(
                HttpStatus.NOT_FOUND, "There is no rebuild with this id. GET /api/v1/rebuilds lists all.");
    }
}
