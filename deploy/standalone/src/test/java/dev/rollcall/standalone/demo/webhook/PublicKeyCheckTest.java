package dev.rollcall.standalone.demo.webhook;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublicKeyCheckTest {

    private static final String BODY = "{\"type\": \"user.created\"}";
    private static final int KEY_BYTES = 32;

    private final KeyPair pair = pair();
    private final PublicKeyCheck check = new PublicKeyCheck(text(pair));

    @Test
    void takesWhatIsSignedWithTheOtherHalfOfItsKey() {
        assertThatCode(() -> check.verify(BODY, headers("m1", Instant.now(), signature(pair, "m1", Instant.now()))))
                .doesNotThrowAnyException();
    }

    @Test
    void findsItsSignatureAmongOthersWhileKeysChange() {
        Instant now = Instant.now();
        String entries = "v1,c2hhcmVk " + signature(pair(), "m1", now) + " " + signature(pair, "m1", now);

        assertThatCode(() -> check.verify(BODY, headers("m1", now, entries))).doesNotThrowAnyException();
    }

    @Test
    void refusesAnotherKeyAnotherBodyAndAnotherId() {
        Instant now = Instant.now();

        refuses(BODY, headers("m1", now, signature(pair(), "m1", now)));
        refuses("{}", headers("m1", now, signature(pair, "m1", now)));
        refuses(BODY, headers("m2", now, signature(pair, "m1", now)));
        refuses(BODY, headers("m1", now, "v1a,not base64"));
    }

    @Test
    void refusesWhatIsTooOldOrIncomplete() {
        Instant old = Instant.now().minus(Duration.ofMinutes(6));

        refuses(BODY, headers("m1", old, signature(pair, "m1", old)));
        refuses(BODY, HttpHeaders.of(Map.of(), (_, _) -> true));
    }

    @Test
    void knowsAPublicKeyByItsPrefix() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PublicKeyCheck("whsec_c2VjcmV0"));
    }

    private void refuses(String body, HttpHeaders headers) {
        assertThatExceptionOfType(WebhookVerificationException.class).isThrownBy(() -> check.verify(body, headers));
    }

    private static HttpHeaders headers(String id, Instant time, String signatures) {
        return HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(id),
                        "webhook-timestamp", List.of(Long.toString(time.getEpochSecond())),
                        "webhook-signature", List.of(signatures)),
                (_, _) -> true);
    }

    private static String signature(KeyPair pair, String id, Instant time) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update((id + "." + time.getEpochSecond() + "." + BODY).getBytes(StandardCharsets.UTF_8));
            return "v1a," + Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(KeyPair pair) {
        byte[] x509 = pair.getPublic().getEncoded();
        return "whpk_"
                + Base64.getEncoder().encodeToString(Arrays.copyOfRange(x509, x509.length - KEY_BYTES, x509.length));
    }
}
