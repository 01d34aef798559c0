package dev.rollcall.ingest.provider;

import com.nimbusds.jose.jwk.source.JWKSecurityContextJWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import java.net.URI;
import java.time.Clock;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.oidc.authentication.ReactiveOidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.converter.ClaimTypeConverter;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.stereotype.Component;
import reactor.core.scheduler.Scheduler;

/** Makes what judges a provider's ID tokens (OpenID Connect Core 1.0 §3.1.3.7); the nonce is looked at with the login. */
@Component
final class IdTokens {

    private final ProviderHttp http;
    private final ProviderProperties properties;
    private final Clock clock;
    private final Scheduler blocking;

    IdTokens(ProviderHttp http, ProviderProperties properties, Clock clock, Scheduler blocking) {
        this.http = http;
        this.properties = properties;
        this.clock = clock;
        this.blocking = blocking;
    }

    /** Signature by one of the published keys and a known algorithm, issuer, audience, authorized party and times. */
    ReactiveJwtDecoder decoder(ClientRegistration client, URI keys) {
        var signingKeys = new SigningKeys(keys, http, properties, blocking);
        NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder.withJwkSource(signingKeys::of)
                .jwtProcessorCustomizer(processor -> processor.setJWSKeySelector(
                        new JWSVerificationKeySelector<>(SigningKeys.ALGORITHMS, new JWKSecurityContextJWKSet())))
                .build();
        var times = new JwtTimestampValidator(properties.clockSkew());
        times.setClock(clock);
        var rest = new OidcIdTokenValidator(client);
        rest.setClockSkew(properties.clockSkew());
        rest.setClock(clock);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(times, rest));
        decoder.setClaimSetConverter(
                new ClaimTypeConverter(ReactiveOidcIdTokenDecoderFactory.createDefaultClaimTypeConverters()));
        return decoder;
    }
}
