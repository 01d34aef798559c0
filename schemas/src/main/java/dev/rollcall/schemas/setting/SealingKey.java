package dev.rollcall.schemas.setting;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that secrets are sealed with.
 *
 * @param id tells keys apart and nothing of the key: the beginning of a hash of it
 */
record SealingKey(String id, SecretKeySpec key) {

    private static final String PURPOSE = "rollcall sealing key id";
    private static final int ID_BYTES = 4;

    /** @param base64 32 bytes in base64 */
    static SealingKey of(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (bytes.length != 32) {
            throw new IllegalArgumentException("rollcall.sealing-key must be 32 bytes in base64, such as the output of"
                    + " `openssl rand -base64 32`, and so must each of rollcall.sealing-keys-old; one has "
                    + bytes.length + " bytes.");
        }
        return new SealingKey(id(bytes), new SecretKeySpec(bytes, "AES"));
    }

    private static String id(byte[] key) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(PURPOSE.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash.digest(key), 0, ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    /** Says nothing of the key itself. */
    @Override
    public String toString() {
        return "SealingKey[" + id + "]";
    }
}
