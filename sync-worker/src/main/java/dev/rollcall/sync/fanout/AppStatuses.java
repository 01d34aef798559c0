package dev.rollcall.sync.fanout;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.schemas.delivery.AppStatus;
import dev.rollcall.schemas.delivery.AppStatus.Failing;
import dev.rollcall.schemas.delivery.AppStatus.State;
import dev.rollcall.sync.app.Answer;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.app.UnusableAppException;
import dev.rollcall.sync.delivery.Settled;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.MongoTemplate;

/** How every app does, for the control plane to show. */
final class AppStatuses {

    private final MongoCollection<Document> statuses;
    private final Clock clock;

    AppStatuses(MongoTemplate mongo, Clock clock) {
        this.statuses = mongo.getCollection(AppStatus.COLLECTION);
        this.clock = clock;
    }

    /** Whether the app wanted nothing more or was paused, and nobody has saved its setting since. */
    boolean isResting(App app) {
        return find(app).filter(status -> status.state().isResting()).isPresent();
    }

    /** How the app did under its setting as it is now. */
    Optional<AppStatus> find(App app) {
        return Optional.ofNullable(statuses.find(Filters.eq("_id", app.id())).first())
                .map(AppStatus::from)
                .filter(status -> status.settingTime() == app.settingTime());
    }

    /** How these apps do. */
    List<AppStatus> all(Collection<String> apps) {
        return statuses.find(Filters.in("_id", apps)).map(AppStatus::from).into(new ArrayList<>());
    }

    /** The app took part: what was newest of it. */
    void closed(App app, List<Settled> settled) {
        settled.stream()
                .filter(end -> end.outcome() != DeliveryOutcome.SKIPPED)
                .max(Comparator.comparing(Settled::at))
                .ifPresent(end -> write(app, State.CLOSED, end.outcome(), end.status(), end.detail(), 0, null));
    }

    /** The app as a whole failed. */
    void failed(App app, State state, Answer answer, int failures, @Nullable Failing failing) {
        write(app, state, null, answer.status(), answer.detail(), failures, failing);
    }

    /** The app failed for so long that nothing more is sent to it. */
    void paused(App app, Answer answer, int failures, Failing failing) {
        String detail = "Paused, for it failed from %s on, at last with: %s. Save its setting anew to go on."
                .formatted(failing.since().truncatedTo(ChronoUnit.SECONDS), answer.detail());
        write(app, State.PAUSED, null, answer.status(), detail, failures, failing);
    }

    void unusable(String app, UnusableAppException failure) {
        replace(new AppStatus(
                app,
                State.UNUSABLE,
                null,
                null,
                failure.getMessage(),
                0,
                clock.instant(),
                failure.settingTime(),
                null));
    }

    private void write(
            App app,
            State state,
            @Nullable DeliveryOutcome outcome,
            @Nullable Integer status,
            @Nullable String detail,
            int failures,
            @Nullable Failing failing) {
        replace(new AppStatus(
                app.id(), state, outcome, status, detail, failures, clock.instant(), app.settingTime(), failing));
    }

    private void replace(AppStatus status) {
        statuses.replaceOne(Filters.eq("_id", status.app()), status.toDocument(), new ReplaceOptions().upsert(true));
    }
}
