package dev.rollcall.ingest.provider;

import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.rollcall.event.OidcProvider;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.oauth2.client.registration.ClientRegistration;

/**
 * A connection's provider, ready to be asked.
 *
 * @param manager trades a code for what the provider vouches for
 */
public record Provider(
        String connection,
        OidcProvider setting,
        OIDCProviderMetadata metadata,
        ClientRegistration client,
        ReactiveAuthenticationManager manager) {

    @Override
    public String toString() {
        return "Provider[" + connection + "]";
    }
}
