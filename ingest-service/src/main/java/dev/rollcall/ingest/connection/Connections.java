package dev.rollcall.ingest.connection;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.CredentialKind;
import dev.rollcall.event.Setting;
import dev.rollcall.ingest.credential.Mint;
import dev.rollcall.ingest.credential.SecretProperties;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.ingest.setting.SettingIds;
import dev.rollcall.ingest.setting.SettingsLog;
import dev.rollcall.ingest.setting.Versions;
import dev.rollcall.schemas.setting.Seal;
import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The connections, as settings. */
@Component
public class Connections {

    private final Settings settings;
    private final SettingsLog log;
    private final ConnectionJson json;
    private final Mint mint;
    private final Seal seal;
    private final Clock clock;

    Connections(
            Settings settings, SettingsLog log, ConnectionJson json, Mint mint, SecretProperties secrets, Clock clock) {
        this.settings = settings;
        this.log = log;
        this.json = json;
        this.mint = mint;
        this.seal = secrets.seal();
        this.clock = clock;
    }

    /**
     * A new connection.
     *
     * @param secret its bearer token, which nobody can tell again; null where it takes none
     */
    public record Created(
            Settings.Entry<ConnectionSetting> connection,
            @Nullable String secret) {}

    /** @throws ResponseStatusException 400 for a wrong field, 409 when the id is taken */
    public Mono<Created> create(ConnectionBody asked) {
        String id = SettingIds.orNew(asked.id());
        String key = Settings.connectionKey(id);
        ConnectionSetting connection = ConnectionForm.read(asked, null, sealing(id));
        Mint.Minted token = connection.getMethods().contains(CredentialKind.BEARER) ? mint.bearer(id, "", null) : null;
        if (token != null) {
            connection.setCredentials(List.of(token.credential()));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var setting = Setting.newBuilder()
                .setId(key)
                .setCreated(now)
                .setTime(now)
                .setConnection(connection)
                .build();
        return log.change(key, before -> {
                    if (before != null) {
                        throw Refused.conflict(
                                "There is a connection with id " + id + ". Choose another id, or leave it out.");
                    }
                    return setting;
                })
                .map(made -> new Created(entry(id, made), token == null ? null : token.secret()));
    }

    /** Oldest first. */
    public List<Settings.Entry<ConnectionSetting>> all() {
        return settings.connections();
    }

    /** @throws ResponseStatusException 404 when there is none */
    public Settings.Entry<ConnectionSetting> find(String id) {
        return settings.connection(id).orElseThrow(Connections::noSuchConnection);
    }

    /**
     * Changes what the patch names (RFC 7396): null is back to what a new connection has.
     *
     * @param ifMatch the version that is to be changed; null for any
     */
    public Mono<Settings.Entry<ConnectionSetting>> patch(String id, ObjectNode patch, @Nullable String ifMatch) {
        return changeSetting(id, before -> {
            Versions.check("connection", before, ifMatch);
            ConnectionSetting connection = before.getConnection();
            return ConnectionForm.read(json.patched(id, connection, patch), connection, sealing(id));
        });
    }

    /** Declares an extension, or declares it anew. What is stored of it is judged when it is next changed. */
    Mono<Settings.Entry<ConnectionSetting>> declare(String id, String urn, ObjectNode schema) {
        return change(
                id,
                connection -> ConnectionSetting.newBuilder(connection)
                        .setSchemas(DeclaredSchemas.with(connection.getSchemas(), urn, schema))
                        .build());
    }

    /** What is stored of the extension stays. */
    Mono<Settings.Entry<ConnectionSetting>> undeclare(String id, String urn) {
        return change(
                id,
                connection -> ConnectionSetting.newBuilder(connection)
                        .setSchemas(DeclaredSchemas.without(connection.getSchemas(), urn))
                        .build());
    }

    /**
     * Changes a connection as it is now, on whichever instance it was changed last; may be asked more than once.
     *
     * @param change returns another one, or throws to leave it
     */
    Mono<Settings.Entry<ConnectionSetting>> change(String id, UnaryOperator<ConnectionSetting> change) {
        return changeSetting(id, before -> change.apply(before.getConnection()));
    }

    private interface Change {

        ConnectionSetting of(Setting before);
    }

    private Mono<Settings.Entry<ConnectionSetting>> changeSetting(String id, Change change) {
        find(id);
        return log.change(Settings.connectionKey(id), before -> {
                    if (before == null) {
                        throw noSuchConnection();
                    }
                    ConnectionSetting after = change.of(before);
                    return after.equals(before.getConnection())
                            ? before
                            : Setting.newBuilder(before)
                                    .setTime(Versions.next(before, clock.instant()))
                                    .setConnection(after)
                                    .build();
                })
                .map(changed -> entry(id, changed));
    }

    /**
     * Removes the setting, so that its credentials no longer open anything. The connection's users and groups stay where
     * they are, in the topics and the directory, until what becomes of them is decided.
     */
    Mono<Void> delete(String id) {
        return log.remove(Settings.connectionKey(find(id).id()));
    }

    private UnaryOperator<String> sealing(String id) {
        return secret -> seal.seal(Settings.connectionKey(id), secret);
    }

    private static ResponseStatusException noSuchConnection() {
        return new ResponseStatusException(
                HttpStatus.NOT_FOUND, "There is no connection with this id. GET /api/v1/connections lists all.");
    }

    private static Settings.Entry<ConnectionSetting> entry(String id, Setting setting) {
        return new Settings.Entry<>(id, setting, Objects.requireNonNull(setting.getConnection()));
    }
}
