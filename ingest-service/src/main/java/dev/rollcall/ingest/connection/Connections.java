package dev.rollcall.ingest.connection;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.Credential;
import dev.rollcall.event.Setting;
import dev.rollcall.ingest.credential.Tokens;
import dev.rollcall.ingest.setting.SettingIds;
import dev.rollcall.ingest.setting.SettingsLog;
import dev.rollcall.schemas.scim.Profile;
import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The connections, as settings. */
@Component
class Connections {

    private static final String PING = "ping";
    private static final int MAX_NAME = 200;

    private final Settings settings;
    private final SettingsLog log;
    private final Clock clock;

    Connections(Settings settings, SettingsLog log, Clock clock) {
        this.settings = settings;
        this.log = log;
        this.clock = clock;
    }

    /** A connection and its token, which nobody can tell again. */
    record Created(Settings.Entry<ConnectionSetting> connection, String secret) {}

    /** @throws ResponseStatusException 400 for a wrong field, 409 when the id is taken */
    Mono<Created> create(NewConnection asked) {
        String id = SettingIds.orNew(asked.id());
        if (!PING.equals(asked.type())) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "type must be \"ping\".");
        }
        if (settings.connection(id).isPresent()) {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT,
                    "There is a connection with id " + id + ". Choose another id, or leave it out.");
        }
        String token = Tokens.mint(id);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var credential = Credential.newBuilder()
                .setId(UuidCreator.getTimeOrderedEpoch().toString())
                .setSha256(Tokens.hash(token))
                .setCreated(now)
                .build();
        var connection = ConnectionSetting.newBuilder()
                .setName(name(asked.name()))
                .setType(PING)
                .setEnabled(!Boolean.FALSE.equals(asked.enabled()))
                .setCredentials(List.of(credential))
                .setProfile(profile(Objects.requireNonNullElse(asked.profile(), Profile.PINGONE.label())))
                .setSchemas(DeclaredSchemas.of(Objects.requireNonNullElse(asked.schemas(), List.of())))
                .build();
        var setting = Setting.newBuilder()
                .setId(Settings.connectionKey(id))
                .setCreated(now)
                .setTime(now)
                .setConnection(connection)
                .build();
        return log.put(setting).thenReturn(new Created(new Settings.Entry<>(id, setting, connection), token));
    }

    /** Oldest first. */
    List<Settings.Entry<ConnectionSetting>> all() {
        return settings.connections();
    }

    /** @throws ResponseStatusException 404 when there is none */
    Settings.Entry<ConnectionSetting> find(String id) {
        return settings.connection(id)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND,
                        "There is no connection with this id. GET /api/v1/connections lists all."));
    }

    /** @throws ResponseStatusException 404 when there is none, 400 for a wrong field */
    Mono<Settings.Entry<ConnectionSetting>> change(String id, ConnectionChange asked) {
        return change(id, connection -> {
            Optional.ofNullable(asked.name()).map(Connections::name).ifPresent(connection::setName);
            Optional.ofNullable(asked.enabled()).ifPresent(connection::setEnabled);
            Optional.ofNullable(asked.profile()).map(Connections::profile).ifPresent(connection::setProfile);
            Optional.ofNullable(asked.schemas()).map(DeclaredSchemas::of).ifPresent(connection::setSchemas);
        });
    }

    /** Declares an extension, or declares it anew. What is stored of it is judged when it is next changed. */
    Mono<Settings.Entry<ConnectionSetting>> declare(String id, String urn, ObjectNode schema) {
        return change(
                id, connection -> connection.setSchemas(DeclaredSchemas.with(connection.getSchemas(), urn, schema)));
    }

    /** What is stored of the extension stays. */
    Mono<Settings.Entry<ConnectionSetting>> undeclare(String id, String urn) {
        return change(id, connection -> connection.setSchemas(DeclaredSchemas.without(connection.getSchemas(), urn)));
    }

    private Mono<Settings.Entry<ConnectionSetting>> change(String id, Consumer<ConnectionSetting> change) {
        var before = find(id);
        var connection = ConnectionSetting.newBuilder(before.value()).build();
        change.accept(connection);
        var setting = Setting.newBuilder(before.setting())
                .setTime(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .setConnection(connection)
                .build();
        return log.put(setting).thenReturn(new Settings.Entry<>(id, setting, connection));
    }

    /**
     * Removes the setting, so that its token no longer opens anything. The connection's users and groups stay where they
     * are, in the topics and the directory, until what becomes of them is decided.
     */
    Mono<Void> delete(String id) {
        return log.remove(Settings.connectionKey(find(id).id()));
    }

    private static String profile(String name) {
        return Profile.named(name)
                .map(Profile::label)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.BAD_REQUEST,
                        Arrays.stream(Profile.values())
                                .map(Profile::label)
                                .collect(Collectors.joining(", ", "profile must be one of ", "."))));
    }

    private static String name(@Nullable String name) {
        String given = Objects.requireNonNullElse(name, "").strip();
        if (given.isEmpty() || given.length() > MAX_NAME) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "name must have 1 to " + MAX_NAME + " characters.");
        }
        return given;
    }
}
