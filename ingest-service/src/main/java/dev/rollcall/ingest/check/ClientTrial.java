package dev.rollcall.ingest.check;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.rollcall.event.OidcProvider;
import dev.rollcall.ingest.provider.ProviderClients;
import dev.rollcall.ingest.provider.ProviderHttp;
import dev.rollcall.ingest.provider.ProviderHttp.Answer;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.stereotype.Component;

/**
 * Whether the provider knows our client id and secret: it is asked to trade a code that it never gave. If it minds the
 * code, it took the client; if it minds the client, it says so (RFC 6749 §5.2).
 */
@Component
final class ClientTrial {

    private static final String NAME = "client";
    private static final String INVALID_CLIENT = "invalid_client";
    private static final String NO_CODE = "a-code-that-was-never-given";
    private static final String COPY_BOTH =
            "In PingOne: Applications, the application, Overview: copy Client ID and Client Secret again.";

    private final ProviderHttp http;
    private final ProviderClients clients;

    ClientTrial(ProviderHttp http, ProviderClients clients) {
        this.http = http;
        this.clients = clients;
    }

    /** @throws dev.rollcall.ingest.provider.ProviderFault when there is no answer */
    Check check(String connection, OidcProvider provider, OIDCProviderMetadata metadata, String redirectUri) {
        String secret = clients.secret(connection, provider);
        HTTPRequest request = request(provider, secret, metadata, URI.create(redirectUri));
        Answer answer = http.post(
                metadata.getTokenEndpointURI(), Objects.requireNonNull(request.getBody()), request.getAuthorization());
        return judge(answer, secret == null);
    }

    private static HTTPRequest request(
            OidcProvider provider, @Nullable String secret, OIDCProviderMetadata metadata, URI redirectUri) {
        var grant = new AuthorizationCodeGrant(
                new AuthorizationCode(NO_CODE), redirectUri, provider.getPkce() ? new CodeVerifier() : null);
        var id = new ClientID(provider.getClientId());
        URI endpoint = metadata.getTokenEndpointURI();
        if (secret == null) {
            return new TokenRequest.Builder(endpoint, id, grant).build().toHTTPRequest();
        }
        boolean byPost = ProviderClients.method(secret, metadata).equals(ClientAuthenticationMethod.CLIENT_SECRET_POST);
        var authentication =
                byPost ? new ClientSecretPost(id, new Secret(secret)) : new ClientSecretBasic(id, new Secret(secret));
        return new TokenRequest.Builder(endpoint, authentication, grant).build().toHTTPRequest();
    }

    private static Check judge(Answer answer, boolean isPublic) {
        String error = answer.status() == 401 ? INVALID_CLIENT : error(answer);
        return switch (error) {
            case "invalid_grant" ->
                Check.passed(
                        NAME, "The provider knows the client id" + (isPublic ? "." : " and takes the client secret."));
            case INVALID_CLIENT ->
                Check.failed(
                        NAME,
                        isPublic
                                ? "The provider doesn't know the client id, or wants a client secret."
                                : "The provider refuses the client id or the client secret.",
                        COPY_BOTH);
            case "unauthorized_client" ->
                Check.failed(
                        NAME,
                        "The provider knows the client, but doesn't let it use the code flow.",
                        "In PingOne: the application's Configuration, Grant Type: Authorization Code.");
            default ->
                Check.open(
                        NAME,
                        "It can't be told whether client id and secret are right: a trial was answered with HTTP "
                                + answer.status() + (error.isEmpty() ? "." : " and " + error + "."),
                        "Use Test login, which shows what comes of a real one.");
        };
    }

    private static String error(Answer answer) {
        try {
            var error = TokenErrorResponse.parse(JSONObjectUtils.parse(answer.body()))
                    .getErrorObject();
            String code = error == null ? null : error.getCode();
            return code == null ? "" : code;
        } catch (ParseException e) {
            return "";
        }
    }
}
