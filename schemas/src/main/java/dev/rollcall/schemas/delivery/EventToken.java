package dev.rollcall.schemas.delivery;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import org.jspecify.annotations.Nullable;

/**
 * A Security Event Token (RFC 8417) before it is signed.
 *
 * @param jti the same however often it is issued
 * @param claims JSON with all of its claims
 */
public record EventToken(String jti, String claims) {

    private static final JOSEObjectType TYPE = new JOSEObjectType("secevent+jwt");

    /** The token as it is sent: a JWS in compact form, with the key's id and the type that no other JWT has (§2.3). */
    public String sign(RSAKey key) {
        var token = new JWSObject(header(key.getKeyID()), new Payload(claims));
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("A Security Event Token can't be signed.", e);
        }
        return token.serialize();
    }

    /** @param keyId of the key that signs; null where there is none yet */
    public static JWSHeader header(@Nullable String keyId) {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).type(TYPE).keyID(keyId).build();
    }

    /** Says nothing of the claims. */
    @Override
    public String toString() {
        return "EventToken[" + jti + "]";
    }
}
