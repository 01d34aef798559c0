package dev.rollcall.ingest.check;

import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.OidcProvider;
import dev.rollcall.ingest.provider.Discovery;
import dev.rollcall.ingest.provider.Issuer;
import dev.rollcall.ingest.provider.ProviderClients;
import dev.rollcall.ingest.provider.ProviderFault;
import dev.rollcall.ingest.provider.ProviderHttp;
import dev.rollcall.ingest.provider.ProviderHttp.Answer;
import dev.rollcall.ingest.provider.ProviderProperties;
import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Asks a connection's provider everything that a login will need of it, without logging anybody in. Blocking. */
@Component
public final class ConnectionTest {

    private final Settings settings;
    private final ProviderHttp http;
    private final ClientTrial client;
    private final Duration skew;
    private final Clock clock;

    ConnectionTest(
            Settings settings, ProviderHttp http, ClientTrial client, ProviderProperties properties, Clock clock) {
        this.settings = settings;
        this.http = http;
        this.client = client;
        this.skew = properties.clockSkew();
        this.clock = clock;
    }

    /**
     * Goes as far as it gets.
     *
     * @param publicUrl ours, without a slash at its end
     * @throws ResponseStatusException 404 when there is no such connection, 409 when it has no provider
     */
    public ConnectionReport run(String connection, String publicUrl) {
        ConnectionSetting setting = settings.connection(connection)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND,
                        "There is no connection with this id. GET /api/v1/connections lists all."))
                .value();
        OidcProvider provider = setting.getProvider();
        if (provider == null) {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT,
                    "This connection has no provider to test. Give its config client_id, and ping_env_id or"
                            + " discovery_url.");
        }
        String redirectUri = ProviderClients.redirectUri(publicUrl, connection);
        var checks = new ArrayList<Check>();
        discover(connection, provider, redirectUri, checks);
        checks.add(Check.open(
                "redirect_uri",
                "Logins come back to " + redirectUri + ".",
                "In PingOne: Applications, the application, Configuration, Redirect URIs: add it as it is."
                        + " For signing out there, too, add " + publicUrl + "/login to Signoff URLs."));
        return ConnectionReport.of(redirectUri, checks);
    }

    private void discover(String connection, OidcProvider provider, String redirectUri, List<Check> checks) {
        String step = "discovery";
        try {
            Issuer issuer = Issuer.of(provider);
            Answer answer = http.get(issuer.document());
            checks.add(ClockCheck.check(answer, clock.instant(), skew));
            OIDCProviderMetadata metadata = Discovery.read(answer);
            checks.add(Check.passed(step, issuer.document() + " is a discovery document."));
            step = "issuer";
            Discovery.requireIssuer(metadata, issuer);
            checks.add(Check.passed(step, "It names the issuer " + metadata.getIssuer() + "."));
            step = "endpoints";
            Discovery.requireEndpoints(metadata, http);
            checks.add(Check.passed(step, "All its endpoints are https URLs."));
            step = "keys";
            checks.add(PublishedKeys.check(http.get(metadata.getJWKSetURI())));
            checks.add(code(metadata, provider));
            step = "client";
            checks.add(client.check(connection, provider, metadata, redirectUri));
        } catch (ProviderFault e) {
            checks.add(Check.failed(step, e.reason(), remedy(step, provider)));
        }
    }

    private static String remedy(String step, OidcProvider provider) {
        return switch (step) {
            case "discovery", "issuer" ->
                provider.getDiscoveryUrl() == null
                        ? "Compare the environment id with PingOne's Settings, Environment Properties, and the region"
                                + " with the end of the console's address."
                        : "Compare discovery_url with PingOne's Applications, the application, Overview, OIDC Discovery"
                                + " Endpoint.";
            case "endpoints" -> "Don't use this provider: what it publishes can't be trusted on plain http.";
            default -> "See whether the provider can be reached from where Rollcall runs.";
        };
    }

    private static Check code(OIDCProviderMetadata metadata, OidcProvider provider) {
        boolean hasCode = metadata.getResponseTypes() == null
                || metadata.getResponseTypes().stream().anyMatch(com.nimbusds.oauth2.sdk.ResponseType::impliesCodeFlow);
        if (!hasCode) {
            return Check.failed(
                    "pkce",
                    "The provider doesn't announce the authorization code flow.",
                    "In PingOne: the application's Configuration, Response Type Code, Grant Type Authorization Code.");
        }
        List<CodeChallengeMethod> methods = metadata.getCodeChallengeMethods();
        if (methods == null) {
            return Check.open(
                    "pkce",
                    "The provider doesn't say whether it knows PKCE.",
                    "Set PKCE Enforcement of the application to S256_REQUIRED where it can be set.");
        }
        boolean hasS256 = methods.contains(CodeChallengeMethod.S256);
        return hasS256 || !provider.getPkce()
                ? Check.passed("pkce", "The provider knows the code flow" + (hasS256 ? " and PKCE with S256." : "."))
                : Check.failed(
                        "pkce",
                        "The provider announces PKCE, but not with S256.",
                        "In PingOne: the application's Configuration, PKCE Enforcement: S256_REQUIRED.");
    }
}
