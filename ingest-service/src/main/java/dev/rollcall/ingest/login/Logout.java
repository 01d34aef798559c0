package dev.rollcall.ingest.login;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import dev.rollcall.ingest.provider.Provider;
import dev.rollcall.ingest.provider.ProviderFault;
import dev.rollcall.ingest.provider.Providers;
import dev.rollcall.ingest.scim.PublicUrl;
import dev.rollcall.ingest.session.Person;
import dev.rollcall.ingest.session.SealedCookie;
import dev.rollcall.ingest.session.SealedCookies;
import dev.rollcall.ingest.session.SessionProperties;
import dev.rollcall.ingest.session.Sessions;
import java.net.URI;
import java.text.ParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Signing out here, and at the provider where it offers that (OpenID Connect RP-Initiated Logout 1.0). */
@Component
final class Logout {

    private final Sessions sessions;
    private final Providers providers;
    private final SealedCookie idToken;
    private final SessionProperties properties;
    private final PublicUrl url;

    Logout(Sessions sessions, Providers providers, SealedCookies cookies, SessionProperties properties, PublicUrl url) {
        this.sessions = sessions;
        this.providers = providers;
        this.idToken = cookies.of("rollcall_id_token", "/logout");
        this.properties = properties;
        this.url = url;
    }

    /** Keeps the ID token as a hint for the provider; a large one is done without. */
    void prepare(ServerWebExchange exchange, String token) {
        if (!idToken.write(exchange, token, properties.lifetime())) {
            idToken.delete(exchange);
        }
    }

    /** Ends the session; the answer is where to sign out at the provider, if that can be done. */
    Mono<URI> signOut(ServerWebExchange exchange, Person person) {
        Optional<String> hint = idToken.read(exchange);
        sessions.close(exchange);
        idToken.delete(exchange);
        String connection = person.session().connection();
        if (connection == null) {
            return Mono.empty();
        }
        URI back = URI.create(url.of(exchange.getRequest()) + "/login");
        return providers
                .find(connection)
                .mapNotNull(provider -> request(provider, hint, back))
                .onErrorResume(ProviderFault.class, _ -> Mono.empty());
    }

    private static @Nullable URI request(Provider provider, Optional<String> hint, URI back) {
        URI endpoint = provider.metadata().getEndSessionEndpointURI();
        var client = new ClientID(provider.setting().getClientId());
        return endpoint == null
                ? null
                : new LogoutRequest(endpoint, hint.map(Logout::parsed).orElse(null), null, client, back, null, null)
                        .toURI();
    }

    private static @Nullable JWT parsed(String token) {
        try {
            return JWTParser.parse(token);
        } catch (ParseException e) {
            return null;
        }
    }
}
