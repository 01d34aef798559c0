package dev.rollcall.ingest.provider;

import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.OidcProvider;
import dev.rollcall.schemas.setting.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The providers of the connections, as the settings have them now; what they publish is fetched again after a while. */
@Component
public final class Providers implements ReactiveClientRegistrationRepository {

    private static final String PREFIX = Settings.connectionKey("");

    private final Settings settings;
    private final ProviderHttp http;
    private final ProviderClients clients;
    private final Duration lifetime;
    private final Scheduler blocking;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    Providers(
            Settings settings,
            ProviderHttp http,
            ProviderClients clients,
            ProviderProperties properties,
            Scheduler blocking) {
        this.settings = settings;
        this.http = http;
        this.clients = clients;
        this.lifetime = properties.metadataLifetime();
        this.blocking = blocking;
        settings.onChange((key, _) -> {
            if (key.startsWith(PREFIX)) {
                known.remove(key.substring(PREFIX.length()));
            }
        });
    }

    private record Known(OidcProvider setting, Mono<Provider> provider) {}

    /** The connections that people can sign in by. */
    public List<Settings.Entry<ConnectionSetting>> open() {
        return settings.connections().stream()
                .filter(connection ->
                        connection.value().getEnabled() && connection.value().getProvider() != null)
                .toList();
    }

    /** Fails with {@link ProviderFault} where nobody can sign in by this connection. */
    public Mono<Provider> find(String connection) {
        return Mono.defer(() -> settings.connection(connection)
                .map(Settings.Entry::value)
                .filter(ConnectionSetting::getEnabled)
                .map(ConnectionSetting::getProvider)
                .map(setting -> known(connection, setting).provider())
                .orElseGet(() -> Mono.error(
                        new ProviderFault("There is no such connection, or it is disabled, or it has no provider."))));
    }

    @Override
    public Mono<ClientRegistration> findByRegistrationId(String connection) {
        return find(connection).map(Provider::client);
    }

    private Known known(String connection, OidcProvider setting) {
        return known.compute(
                connection,
                (_, before) -> before != null && before.setting().equals(setting)
                        ? before
                        : new Known(setting, fetched(connection, setting)));
    }

    /** One fetch for all who wait; a failure isn't kept. */
    private Mono<Provider> fetched(String connection, OidcProvider setting) {
        return Mono.fromCallable(() -> clients.provider(connection, setting, metadata(setting)))
                .subscribeOn(blocking)
                .cache(_ -> lifetime, _ -> Duration.ZERO, () -> Duration.ZERO);
    }

    private OIDCProviderMetadata metadata(OidcProvider setting) {
        Issuer issuer = Issuer.of(setting);
        OIDCProviderMetadata metadata = Discovery.read(http.get(issuer.document()));
        Discovery.requireIssuer(metadata, issuer);
        Discovery.requireEndpoints(metadata, http);
        return metadata;
    }
}
