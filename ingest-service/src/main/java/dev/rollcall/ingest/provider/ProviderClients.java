package dev.rollcall.ingest.provider;

import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.rollcall.event.OidcProvider;
import dev.rollcall.ingest.credential.SecretProperties;
import dev.rollcall.ingest.scim.PublicUrl;
import dev.rollcall.schemas.setting.Seal;
import dev.rollcall.schemas.setting.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.ReactiveOAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.WebClientReactiveAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeReactiveAuthenticationManager;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcReactiveOAuth2UserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistration.ClientSettings;
import org.springframework.security.oauth2.client.userinfo.DefaultReactiveOAuth2UserService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.stereotype.Component;

/** Registers us as a client of a provider: authorization code with PKCE (RFC 7636), one redirect URI per connection. */
@Component
public final class ProviderClients {

    private static final String REDIRECT_PATH = "/login/oauth2/code/";

    private final ReactiveOAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> tokens;
    private final OidcReactiveOAuth2UserService users = new OidcReactiveOAuth2UserService();
    private final IdTokens idTokens;
    private final Seal seal;
    private final PublicUrl url;

    ProviderClients(
            ProviderHttp http,
            ProviderProperties properties,
            IdTokens idTokens,
            NeededClaims needed,
            SecretProperties secrets,
            PublicUrl url) {
        var client = new WebClientReactiveAuthorizationCodeTokenResponseClient();
        client.setWebClient(http.webClient());
        Duration patience = properties.requestTimeout();
        this.tokens = request -> client.getTokenResponse(request).timeout(patience);
        var userInfo = new DefaultReactiveOAuth2UserService();
        userInfo.setWebClient(http.webClient());
        this.users.setOauth2UserService(request -> userInfo.loadUser(request).timeout(patience));
        this.users.setRetrieveUserInfo(needed::areMissing);
        this.idTokens = idTokens;
        this.seal = secrets.seal();
        this.url = url;
    }

    /** The redirect URI to register at the provider. */
    public static String redirectUri(String publicUrl, String connection) {
        return publicUrl + REDIRECT_PATH + connection;
    }

    /** The client secret of a connection's provider; null for a public client. */
    public @Nullable String secret(String connection, OidcProvider setting) {
        String sealed = setting.getSealedClientSecret();
        return sealed == null ? null : seal.open(Settings.connectionKey(connection), sealed);
    }

    /** How we authenticate at the token endpoint: as the provider likes it, by header where it takes that (RFC 6749 §2.3.1). */
    public static org.springframework.security.oauth2.core.ClientAuthenticationMethod method(
            @Nullable String secret, OIDCProviderMetadata metadata) {
        if (secret == null) {
            return org.springframework.security.oauth2.core.ClientAuthenticationMethod.NONE;
        }
        List<ClientAuthenticationMethod> offered =
                Optional.ofNullable(metadata.getTokenEndpointAuthMethods()).orElse(List.of());
        boolean onlyPost = offered.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                && !offered.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        return onlyPost
                ? org.springframework.security.oauth2.core.ClientAuthenticationMethod.CLIENT_SECRET_POST
                : org.springframework.security.oauth2.core.ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
    }

    Provider provider(String connection, OidcProvider setting, OIDCProviderMetadata metadata) {
        String secret = secret(connection, setting);
        var client = ClientRegistration.withRegistrationId(connection)
                .clientId(setting.getClientId())
                .clientAuthenticationMethod(method(secret, metadata))
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(setting.getPkce() || secret == null)
                        .build())
                .redirectUri(redirectUri(url.fixed().orElse("{baseUrl}"), connection))
                .scope(scopes(setting))
                .issuerUri(metadata.getIssuer().getValue())
                .authorizationUri(metadata.getAuthorizationEndpointURI().toString())
                .tokenUri(metadata.getTokenEndpointURI().toString())
                .jwkSetUri(metadata.getJWKSetURI().toString())
                .userNameAttributeName("sub");
        if (secret != null) {
            client.clientSecret(secret);
        }
        URI userInfo = metadata.getUserInfoEndpointURI();
        if (userInfo != null) {
            client.userInfoUri(userInfo.toString());
        }
        ClientRegistration registration = client.build();
        return new Provider(
                connection,
                setting,
                metadata,
                registration,
                manager(idTokens.decoder(registration, metadata.getJWKSetURI())));
    }

    private ReactiveAuthenticationManager manager(ReactiveJwtDecoder decoder) {
        var manager = new OidcAuthorizationCodeReactiveAuthenticationManager(tokens, users);
        manager.setJwtDecoderFactory(_ -> decoder);
        return manager;
    }

    private static Set<String> scopes(OidcProvider setting) {
        var scopes = new LinkedHashSet<>(List.of("openid", "email", "profile"));
        scopes.addAll(setting.getScopes());
        return scopes;
    }
}
