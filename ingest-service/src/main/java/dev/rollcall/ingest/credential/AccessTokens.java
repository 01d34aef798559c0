package dev.rollcall.ingest.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.rollcall.schemas.setting.Settings;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Access tokens of our own: signed JWTs (RFC 9068) for the clients of one connection. Their audience is the connection's
 * id, which stays the same under whichever host name a client comes; they name the credential that they were issued for,
 * and are worth as much as that one is when they are used.
 */
@Component
public final class AccessTokens {

    /** How long a token is valid. */
    public static final Duration LIFETIME = Duration.ofMinutes(15);

    /** What the clocks of two instances may differ by, in seconds. */
    private static final int CLOCK_SKEW = 5;

    private static final int MOST_VERIFIED = 10_000;
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final String CLIENT_ID = "client_id";
    private static final String CREDENTIAL = "credential";
    private static final Set<String> REQUIRED = Set.of("iss", "sub", "aud", "exp", "iat", "jti", CLIENT_ID, CREDENTIAL);

    private final SigningKeys keys;
    private final Clock clock;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** Verifying a signature costs more than all else of a request's authentication. */
    private final Cache<String, Verified> verified = Caffeine.newBuilder()
            .maximumSize(MOST_VERIFIED)
            .expireAfterWrite(LIFETIME)
            .build();

    AccessTokens(SigningKeys keys, Settings settings, Clock clock) {
        this.keys = keys;
        this.clock = clock;
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(TYPE));
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, (selector, _) -> selector.select(keys.trusted())));
        var claims = new DefaultJWTClaimsVerifier<SecurityContext>(null, REQUIRED) {
            @Override
            protected Date currentTime() {
                return Date.from(clock.instant());
            }
        };
        claims.setMaxClockSkew(CLOCK_SKEW);
        processor.setJWTClaimsSetVerifier(claims);
        String prefix = Settings.signingKeyKey("");
        settings.onChange((key, _) -> {
            if (key.startsWith(prefix)) {
                verified.invalidateAll();
            }
        });
    }

    /** What a token of ours says: whose it is, whether that is still so is asked of the connection. */
    record Verified(String connection, String credential, Instant expires) {}

    /**
     * A new token.
     *
     * @param issuer URL of the authorization server
     * @param credential that the client authenticated with
     */
    public Mono<String> issue(String issuer, ScimClient client, String clientId) {
        return keys.signing().map(key -> sign(key, issuer, client, clientId));
    }

    private String sign(RSAKey key, String issuer, ScimClient client, String clientId) {
        Instant now = clock.instant();
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(TYPE)
                .keyID(key.getKeyID())
                .build();
        var claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(clientId)
                .audience(client.connection())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .jwtID(UUID.randomUUID().toString())
                .claim(CLIENT_ID, clientId)
                .claim(CREDENTIAL, client.credential())
                .build();
        var token = new SignedJWT(header, claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("The access token can't be signed.", e);
        }
        return token.serialize();
    }

    /** What a token says; empty when we didn't issue it, or it has expired. */
    Optional<Verified> verify(String token) {
        Verified known = verified.getIfPresent(token);
        if (known == null) {
            known = read(token).orElse(null);
            if (known == null) {
                return Optional.empty();
            }
            verified.put(token, known);
        }
        return Optional.of(known)
                .filter(found -> found.expires().plusSeconds(CLOCK_SKEW).isAfter(clock.instant()));
    }

    private Optional<Verified> read(String token) {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            return claims.getAudience().size() == 1
                    ? Optional.of(new Verified(
                            claims.getAudience().getFirst(),
                            Objects.requireNonNull(claims.getStringClaim(CREDENTIAL)),
                            claims.getExpirationTime().toInstant()))
                    : Optional.empty();
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return Optional.empty();
        }
    }
}
