package dev.rollcall.ingest.credential;

import dev.rollcall.schemas.setting.Seal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Hashes passwords that a person may have chosen: HMAC-SHA-256 with a key that isn't in the settings, so that nobody who
 * can read them can try out passwords, and a request costs microseconds. A hash names its key, {@code KEY:…}; those from
 * before they did are without. None can be made anew by us when the key changes, for nobody here knows the password.
 */
@Component
public final class PasswordHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "rollcall basic passwords";

    /** By their ids, the one in force first. */
    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();

    private final String current;

    PasswordHash(SecretProperties secrets) {
        Stream.concat(Stream.of(secrets.sealingKey()), secrets.sealingKeysOld().stream())
                .filter(key -> !key.isBlank())
                .forEach(key -> keys.putIfAbsent(new Seal(key).keyId(), derived(key)));
        this.current = keys.keySet().iterator().next();
    }

    /** With the key that is in force. */
    public String of(String password) {
        return named(current, hex(password, keys.get(current)));
    }

    /** All that may have been kept of a password, likeliest first. */
    List<String> candidates(String password) {
        return keys.entrySet().stream()
                .flatMap(key -> {
                    String hex = hex(password, key.getValue());
                    return Stream.of(named(key.getKey(), hex), hex);
                })
                .toList();
    }

    /** Whether it needs a key that is to go, or doesn't say which. */
    public boolean isOld(String hash) {
        return !hash.startsWith(named(current, ""));
    }

    private static String named(String key, String hex) {
        return key + ':' + hex;
    }

    private static String hex(String password, @Nullable SecretKeySpec key) {
        return HexFormat.of().formatHex(hmac(Objects.requireNonNull(key), password));
    }

    /** A key of its own: the sealing key is for sealing. */
    private static SecretKeySpec derived(String sealingKey) {
        byte[] bytes = Base64.getDecoder().decode(sealingKey);
        return new SecretKeySpec(hmac(new SecretKeySpec(bytes, ALGORITHM), PURPOSE), ALGORITHM);
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
