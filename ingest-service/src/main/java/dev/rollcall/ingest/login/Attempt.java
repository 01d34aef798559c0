package dev.rollcall.ingest.login;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;

/**
 * A login on its way: what we have to remember while the person is at the provider.
 *
 * @param nonce that the ID token has to repeat as a hash
 * @param verifier of PKCE; null without it
 * @param isTest whether only the outcome is to be shown
 * @param started in seconds since 1970
 */
record Attempt(
        String connection,
        String authorizationUri,
        String clientId,
        String redirectUri,
        Set<String> scopes,
        String state,
        String nonce,
        @Nullable String verifier,
        String returnPath,
        boolean isTest,
        long started) {

    static Attempt of(
            String connection, OAuth2AuthorizationRequest request, String returnPath, boolean isTest, Instant now) {
        return new Attempt(
                connection,
                request.getAuthorizationUri(),
                request.getClientId(),
                Objects.requireNonNull(request.getRedirectUri()),
                request.getScopes(),
                Objects.requireNonNull(request.getState()),
                Objects.requireNonNull(request.getAttribute(OidcParameterNames.NONCE)),
                request.getAttribute(PkceParameterNames.CODE_VERIFIER),
                returnPath,
                isTest,
                now.getEpochSecond());
    }

    OAuth2AuthorizationRequest request() {
        return OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(authorizationUri)
                .clientId(clientId)
                .redirectUri(redirectUri)
                .scopes(scopes)
                .state(state)
                .attributes(attributes -> {
                    attributes.put(OidcParameterNames.NONCE, nonce);
                    if (verifier != null) {
                        attributes.put(PkceParameterNames.CODE_VERIFIER, verifier);
                    }
                })
                .build();
    }
}
