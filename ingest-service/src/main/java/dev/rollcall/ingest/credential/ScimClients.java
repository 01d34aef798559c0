package dev.rollcall.ingest.credential;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.schemas.setting.Settings;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Tells which client a request's credential is of, from this instance's view of the settings: no I/O. */
@Component
public final class ScimClients {

    /** The scheme of RFC 6750, in any case (RFC 9110 §11.1). */
    private static final String BEARER = "Bearer ";

    private final Settings settings;

    ScimClients(Settings settings) {
        this.settings = settings;
    }

    /** The client; empty where there is no credential, or none that is known. */
    public Optional<ScimClient> find(HttpHeaders headers) {
        return Optional.ofNullable(headers.getFirst(HttpHeaders.AUTHORIZATION))
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .flatMap(value -> bearer(value.substring(BEARER.length()).strip()));
    }

    private Optional<ScimClient> bearer(String token) {
        return Tokens.connectionOf(token).flatMap(settings::connection).flatMap(connection -> of(connection, token));
    }

    private static Optional<ScimClient> of(Settings.Entry<ConnectionSetting> connection, String token) {
        String hash = Tokens.hash(token);
        return connection.value().getCredentials().stream()
                .filter(credential -> Tokens.same(hash, credential.getSha256()))
                .findFirst()
                .map(credential -> new ScimClient(connection.id(), connection.value(), credential.getId()));
    }
}
