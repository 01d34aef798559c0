package dev.rollcall.schemas.setting;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the secrets that we must be able to use again (AES-256-GCM); everything else is only kept as a hash. A sealed
 * secret is bound to the setting that it belongs to, so it can't be moved to another.
 */
public final class Seal {

    private static final String VERSION = "v1.";
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /** @param key 32 bytes in base64 */
    public Seal(String key) {
        byte[] bytes = Base64.getDecoder().decode(key);
        if (bytes.length != 32) {
            throw new IllegalArgumentException("rollcall.sealing-key must be 32 bytes in base64, such as the output of"
                    + " `openssl rand -base64 32`; it has " + bytes.length + " bytes.");
        }
        this.key = new SecretKeySpec(bytes, "AES");
    }

    /** @param setting the key of the setting that will hold it */
    public String seal(String setting, String secret) {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, setting, iv, secret.getBytes(StandardCharsets.UTF_8));
        byte[] all = ByteBuffer.allocate(iv.length + sealed.length)
                .put(iv)
                .put(sealed)
                .array();
        return VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /** @throws IllegalStateException when it was sealed with another key or for another setting */
    public String open(String setting, String sealed) {
        if (!sealed.startsWith(VERSION)) {
            throw new IllegalStateException("The secret of " + setting + " isn't sealed as this version does it.");
        }
        ByteBuffer all = ByteBuffer.wrap(Base64.getUrlDecoder().decode(sealed.substring(VERSION.length())));
        byte[] iv = new byte[IV_BYTES];
        all.get(iv);
        byte[] rest = new byte[all.remaining()];
        all.get(rest);
        return new String(run(Cipher.DECRYPT_MODE, setting, iv, rest), StandardCharsets.UTF_8);
    }

    private byte[] run(int mode, String setting, byte[] iv, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
            cipher.updateAAD(setting.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The secret of " + setting + " can't be opened: was rollcall.sealing-key changed?", e);
        }
    }
}
