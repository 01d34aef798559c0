package dev.rollcall.ingest.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.SignedJWT;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** A provider's public keys: cached, fetched again for a key that isn't known, but not at any rate. */
final class SigningKeys {

    /** Those that PingOne and its like sign with. None of them is symmetric: a public key must never verify an HMAC. */
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final JWKSource<SecurityContext> source;
    private final Scheduler blocking;

    SigningKeys(URI url, ProviderHttp http, ProviderProperties properties, Scheduler blocking) {
        try {
            this.source = JWKSourceBuilder.create(url.toURL(), http)
                    .cache(
                            properties.metadataLifetime().toMillis(),
                            2 * properties.requestTimeout().toMillis())
                    .refreshAheadCache(false)
                    .rateLimited(properties.keyInterval().toMillis())
                    .build();
        } catch (MalformedURLException e) {
            throw new ProviderFault("jwks_uri isn't a URL.", e);
        }
        this.blocking = blocking;
    }

    /** Those that may have signed this token; fails with {@link ProviderFault}. */
    Flux<JWK> of(SignedJWT token) {
        return Mono.fromCallable(() -> find(token)).subscribeOn(blocking).flatMapIterable(keys -> keys);
    }

    private List<JWK> find(SignedJWT token) {
        JWKMatcher matcher = JWKMatcher.forJWSHeader(token.getHeader());
        if (matcher == null || !ALGORITHMS.contains(token.getHeader().getAlgorithm())) {
            return List.of();
        }
        try {
            return source.get(new JWKSelector(matcher), null);
        } catch (RateLimitReachedException e) {
            throw new ProviderFault(
                    "The ID token is signed with a key that the provider doesn't publish. Its keys were fetched only a"
                            + " moment ago; try again in a while.",
                    e);
        } catch (JOSEException e) {
            throw new ProviderFault("The provider's keys can't be fetched: " + e.getMessage(), e);
        }
    }
}
