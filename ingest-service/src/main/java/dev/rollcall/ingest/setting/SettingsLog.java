package dev.rollcall.ingest.setting;

import dev.rollcall.event.Setting;
import dev.rollcall.ingest.topic.RecordPublisher;
import dev.rollcall.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Changes settings: by a record on their topic, which every instance hears of within moments. */
@Component
public final class SettingsLog {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final RecordPublisher publisher;
    private final SettingsReader reader;
    private final Scheduler blocking;

    SettingsLog(RecordPublisher publisher, SettingsReader reader, Scheduler blocking) {
        this.publisher = publisher;
        this.reader = reader;
        this.blocking = blocking;
    }

    /** Done when it is durable and this instance's own view holds it. */
    public Mono<Void> put(Setting setting) {
        return publish(setting.getId(), setting);
    }

    /** Done when it is gone from this instance's own view. */
    public Mono<Void> remove(String key) {
        return publish(key, null);
    }

    private Mono<Void> publish(String key, @Nullable Setting setting) {
        return Mono.fromCallable(() -> publisher.publish(Topics.SETTINGS, key, setting, List.of()))
                .flatMap(Mono::fromFuture)
                .flatMap(metadata -> Mono.fromFuture(reader.seen(metadata)))
                .timeout(PATIENCE)
                .onErrorMap(e -> new ResponseStatusException(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "Kafka or the schema registry can't be reached, so the setting may not be saved."
                                + " See /actuator/health, then look whether it is there and try again.",
                        e))
                .subscribeOn(blocking);
    }
}
