package dev.rollcall.sync.fanout;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.schemas.delivery.AppStatus;
import dev.rollcall.schemas.delivery.AppStatus.State;
import dev.rollcall.sync.app.Answer;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.app.UnusableAppException;
import dev.rollcall.sync.delivery.Settled;
import java.time.Clock;
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

    /** Whether the app wanted nothing more, and nobody has saved its setting since. */
    boolean isGone(App app) {
        return find(app.id())
                .filter(status -> status.state() == State.GONE && status.settingTime() == app.settingTime())
                .isPresent();
    }

    /** The app took part: what was newest of it. */
    void closed(App app, List<Settled> settled) {
        settled.stream()
                .filter(end -> end.outcome() != DeliveryOutcome.SKIPPED)
                .max(Comparator.comparing(Settled::at))
                .ifPresent(end -> write(app, State.CLOSED, end.outcome(), end.status(), end.detail(), 0));
    }

    /** The app as a whole failed. */
    void failed(App app, State state, Answer answer, int failures) {
        write(app, state, null, answer.status(), answer.detail(), failures);
    }

    void unusable(String app, UnusableAppException failure) {
        replace(new AppStatus(
                app, State.UNUSABLE, null, null, failure.getMessage(), 0, clock.instant(), failure.settingTime()));
    }

    private Optional<AppStatus> find(String app) {
        return Optional.ofNullable(statuses.find(Filters.eq("_id", app)).first())
                .map(AppStatus::from);
    }

    private void write(
            App app,
            State state,
            @Nullable DeliveryOutcome outcome,
            @Nullable Integer status,
            @Nullable String detail,
            int failures) {
        replace(new AppStatus(app.id(), state, outcome, status, detail, failures, clock.instant(), app.settingTime()));
    }

    private void replace(AppStatus status) {
        statuses.replaceOne(Filters.eq("_id", status.app()), status.toDocument(), new ReplaceOptions().upsert(true));
    }
}
