package dev.rollcall.ingest.check;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import dev.rollcall.ingest.provider.ProviderHttp.Answer;
import java.text.ParseException;

/** Whether what a provider publishes as its keys can verify anything. Pure. */
final class PublishedKeys {

    private static final String NAME = "keys";
    private static final String REMEDY = "Nothing can be done here: the provider has to publish its signing keys.";

    private PublishedKeys() {}

    static Check check(Answer answer) {
        if (answer.status() != 200) {
            return Check.failed(NAME, "jwks_uri is answered with HTTP " + answer.status() + ".", REMEDY);
        }
        try {
            long usable = JWKSet.parse(answer.body()).getKeys().stream()
                    .filter(PublishedKeys::isUsable)
                    .count();
            return usable == 0
                    ? Check.failed(NAME, "jwks_uri holds no RSA or EC key for signatures.", REMEDY)
                    : Check.passed(NAME, "jwks_uri holds " + usable + " keys to verify signatures with.");
        } catch (ParseException e) {
            return Check.failed(NAME, "What jwks_uri holds is no JWK set.", REMEDY);
        }
    }

    private static boolean isUsable(JWK key) {
        boolean isPublic = KeyType.RSA.equals(key.getKeyType()) || KeyType.EC.equals(key.getKeyType());
        return isPublic && (key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()));
    }
}
