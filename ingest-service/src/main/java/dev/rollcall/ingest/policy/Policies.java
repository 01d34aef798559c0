package dev.rollcall.ingest.policy;

import dev.rollcall.event.AccessPolicy;
import dev.rollcall.event.Setting;
import dev.rollcall.ingest.setting.SettingChange;
import dev.rollcall.ingest.setting.SettingIds;
import dev.rollcall.ingest.setting.SettingsLog;
import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** The access policies, as settings. */
@Component
public class Policies {

    private static final int MOST = 200;

    private final Settings settings;
    private final SettingsLog log;
    private final PolicyReading reading;
    private final Clock clock;

    Policies(Settings settings, SettingsLog log, Clock clock) {
        this.settings = settings;
        this.log = log;
        this.reading = new PolicyReading(settings);
        this.clock = clock;
    }

    /** Fails with 400 for a wrong field, 409 when the id is taken or there are too many. */
    public Mono<Settings.Entry<AccessPolicy>> create(PolicyBody asked) {
        String id = SettingIds.orNew(asked.id());
        AccessPolicy policy = reading.read(asked);
        return change(id, before -> {
            if (before != null) {
                throw new ResponseStatusException(
                        HttpStatus.CONFLICT,
                        "There is a policy with id " + id + ". Choose another id, or leave it out.");
            }
            if (settings.policies().size() >= MOST) {
                throw new ResponseStatusException(
                        HttpStatus.CONFLICT,
                        "There are " + MOST + " policies, and no more can be. Remove or join some.");
            }
            return setting(id, policy, now());
        });
    }

    /** Fails with 404 when there is none, 400 for a wrong field. */
    Mono<Settings.Entry<AccessPolicy>> replace(String id, PolicyBody asked) {
        if (asked.id() != null && !asked.id().equals(id)) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "id must be the one in the path, or left out.");
        }
        find(id);
        AccessPolicy policy = reading.read(asked);
        return change(id, before -> setting(id, policy, existing(before).getCreated()));
    }

    private Mono<Settings.Entry<AccessPolicy>> change(String id, SettingChange change) {
        return log.change(Settings.policyKey(id), change)
                .map(setting -> new Settings.Entry<>(id, setting, Objects.requireNonNull(setting.getPolicy())));
    }

    private Setting setting(String id, AccessPolicy policy, Instant created) {
        return Setting.newBuilder()
                .setId(Settings.policyKey(id))
                .setCreated(created)
                .setTime(now())
                .setPolicy(policy)
                .build();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Oldest first. */
    public List<Settings.Entry<AccessPolicy>> all() {
        return settings.policies();
    }

    /** @throws ResponseStatusException 404 when there is none */
    Settings.Entry<AccessPolicy> find(String id) {
        return settings.policy(id).orElseThrow(Policies::none);
    }

    /** Fails with 404 when there is none. */
    public Mono<Void> delete(String id) {
        return log.change(Settings.policyKey(id), before -> {
                    existing(before);
                    return null;
                })
                .then();
    }

    private static Setting existing(@Nullable Setting before) {
        if (before == null) {
            throw none();
        }
        return before;
    }

    private static ResponseStatusException none() {
        return new ResponseStatusException(
                HttpStatus.NOT_FOUND, "There is no policy with this id. GET /api/v1/policies lists all.");
    }
}
