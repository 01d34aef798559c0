package dev.rollcall.ingest.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Hashes passwords that a person may have chosen: HMAC-SHA-256 with a key that isn't in the settings, so that nobody who
 * can read them can try out passwords, and a request costs microseconds.
 */
@Component
public final class PasswordHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "rollcall basic passwords";

    private final SecretKeySpec key;

    PasswordHash(SecretProperties secrets) {
        byte[] sealingKey = Base64.getDecoder().decode(secrets.sealingKey());
        // a key of its own: the sealing key is for sealing
        this.key = new SecretKeySpec(hmac(new SecretKeySpec(sealingKey, ALGORITHM), PURPOSE), ALGORITHM);
    }

    /** Lower-case hex. */
    public String of(String password) {
        return HexFormat.of().formatHex(hmac(key, password));
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM + ".", e);
        }
    }
}
