package dev.rollcall.ingest.credential;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Vouches for something in a way that an auditor can file: a JWS whose type keeps it from being taken for an access token,
 * which is signed with the same key.
 */
@Component
public final class SignedStatements {

    private final SigningKeys keys;

    SignedStatements(SigningKeys keys) {
        this.keys = keys;
    }

    /** @param type without {@code application/} */
    public Mono<String> sign(String type, JWTClaimsSet claims) {
        return keys.signing().map(key -> sign(key, new JOSEObjectType(type), claims));
    }

    private static String sign(RSAKey key, JOSEObjectType type, JWTClaimsSet claims) {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(type)
                .keyID(key.getKeyID())
                .build();
        var statement = new SignedJWT(header, claims);
        try {
            statement.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("The statement can't be signed.", e);
        }
        return statement.serialize();
    }
}
