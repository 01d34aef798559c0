package dev.rollcall.ingest.ssf;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.Setting;
import dev.rollcall.ingest.credential.SigningKeys;
import dev.rollcall.ingest.upkeep.Upkeep;
import dev.rollcall.schemas.delivery.EventQueue;
import dev.rollcall.schemas.setting.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Sees to what apps that get tokens need: a key that workers can sign with, as long as there is such an app; and that
 * nothing waits for an app that is removed.
 */
@Component
final class EventApps extends Upkeep {

    private static final Logger log = LoggerFactory.getLogger(EventApps.class);
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    /** By when every worker has heard that an app is removed. */
    private static final Duration HEARD = Duration.ofSeconds(30);

    private final Settings settings;
    private final SigningKeys keys;
    private final EventQueue queue;
    private final Scheduler blocking;

    EventApps(Settings settings, SigningKeys keys, EventQueue queue, Scheduler blocking) {
        super(Duration.ZERO, INTERVAL, blocking);
        this.settings = settings;
        this.keys = keys;
        this.queue = queue;
        this.blocking = blocking;
        settings.onChange(this::changed);
    }

    private void changed(String key, @Nullable Setting setting) {
        String prefix = Settings.appKey("");
        if (!isRunning() || !key.startsWith(prefix)) {
            return;
        }
        if (setting == null) {
            forget(key.substring(prefix.length()));
        } else {
            workSoon();
        }
    }

    /** At once, and again for what a worker laid ready meanwhile that hadn't heard of it. */
    private void forget(String app) {
        Flux.just(Duration.ZERO, HEARD)
                .concatMap(Mono::delay)
                .publishOn(blocking)
                .filter(_ -> settings.app(app).isEmpty())
                .subscribe(
                        _ -> queue.forget(app),
                        failure -> log.atWarn()
                                .addKeyValue("app", app)
                                .setCause(failure)
                                .log("What waits for a removed app isn't forgotten"));
    }

    @Override
    protected void work() {
        if (isNeeded()) {
            keys.ready().block();
        }
    }

    private boolean isNeeded() {
        return settings.apps().stream()
                .map(app -> app.value().getKind())
                .anyMatch(kind -> kind == AppKind.SET_PUSH || kind == AppKind.SET_POLL);
    }
}
