package dev.rollcall.ingest.credential;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.Credential;
import dev.rollcall.schemas.setting.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.ReactiveOpaqueTokenIntrospector;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells which connection a bearer token belongs to, from this instance's view of the settings: no I/O. */
@Component
public final class ConnectionTokens implements ReactiveOpaqueTokenIntrospector {

    /** The principal's attribute that holds the credential's id; its name is the connection's id. */
    public static final String CREDENTIAL = "credential";

    /** The principal's attribute that holds the connection's {@link ConnectionSetting}. */
    public static final String SETTING = "setting";

    private final Settings settings;

    ConnectionTokens(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Mono<OAuth2AuthenticatedPrincipal> introspect(String token) {
        return Mono.justOrEmpty(find(token))
                .switchIfEmpty(Mono.error(() -> new BadOpaqueTokenException("No connection has this token.")));
    }

    private Optional<OAuth2AuthenticatedPrincipal> find(String token) {
        String hash = Tokens.hash(token);
        return Tokens.connectionOf(token)
                .flatMap(settings::connection)
                .flatMap(connection -> connection.value().getCredentials().stream()
                        .filter(credential -> Tokens.same(hash, credential.getSha256()))
                        .findFirst()
                        .map(credential -> principal(connection, credential)));
    }

    private static OAuth2AuthenticatedPrincipal principal(
            Settings.Entry<ConnectionSetting> connection, Credential credential) {
        return new DefaultOAuth2AuthenticatedPrincipal(
                connection.id(), Map.of(CREDENTIAL, credential.getId(), SETTING, connection.value()), List.of());
    }
}
