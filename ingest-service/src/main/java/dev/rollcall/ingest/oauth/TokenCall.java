package dev.rollcall.ingest.oauth;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.PlainClientSecret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpHeaders;

/** A request for an access token with client credentials (RFC 6749 §4.4.2). Scopes are taken, and mean nothing here. */
record TokenCall(String clientId, String secret) {

    /** It can't be granted, for the reason of RFC 6749 §5.2. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient ErrorObject error;

        Refused(ErrorObject error) {
            this.error = error;
        }

        ErrorObject error() {
            return error;
        }
    }

    /** @throws Refused when it isn't such a request */
    static TokenCall read(String endpoint, HttpHeaders headers, String form) throws Refused {
        TokenRequest request = parse(endpoint, headers, form);
        if (!GrantType.CLIENT_CREDENTIALS.equals(request.getAuthorizationGrant().getType())) {
            throw new Refused(
                    OAuth2Error.UNSUPPORTED_GRANT_TYPE.setDescription("Only grant_type=client_credentials is served."));
        }
        if (!(request.getClientAuthentication() instanceof PlainClientSecret client)) {
            throw new Refused(OAuth2Error.INVALID_CLIENT.setDescription(
                    "Authenticate with client_id and client_secret, by Basic or in the form."));
        }
        return new TokenCall(
                client.getClientID().getValue(), client.getClientSecret().getValue());
    }

    private static TokenRequest parse(String endpoint, HttpHeaders headers, String form) throws Refused {
        var request = new HTTPRequest(HTTPRequest.Method.POST, URI.create(endpoint));
        try {
            request.setContentType(Objects.requireNonNullElse(headers.getFirst(HttpHeaders.CONTENT_TYPE), ""));
            String authorization = headers.getFirst(HttpHeaders.AUTHORIZATION);
            if (authorization != null) {
                request.setAuthorization(authorization);
            }
            request.setBody(form);
            TokenRequest parsed = TokenRequest.parse(request);
            Map<String, List<String>> parameters = request.getBodyAsFormParameters();
            if (parameters.values().stream().anyMatch(values -> values.size() > 1)) {
                throw new Refused(OAuth2Error.INVALID_REQUEST.setDescription("A parameter is there twice."));
            }
            if (authorization != null && parameters.containsKey("client_secret")) {
                throw new Refused(OAuth2Error.INVALID_REQUEST.setDescription(
                        "Authenticate by Basic or in the form, not by both."));
            }
            return parsed;
        } catch (ParseException e) {
            throw new Refused(Objects.requireNonNullElse(e.getErrorObject(), OAuth2Error.INVALID_REQUEST));
        }
    }

    /** Says nothing of the secret. */
    @Override
    public String toString() {
        return "TokenCall[clientId=" + clientId + "]";
    }
}
