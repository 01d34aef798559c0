package dev.rollcall.schemas.setting;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals the secrets that we must be able to use again (AES-256-GCM); everything else is only kept as a hash. A sealed
 * secret is bound to the setting that it belongs to, so it can't be moved to another. It names the key that it was sealed
 * with, {@code v2.KEY.…}, so that keys can be changed; those of {@code v1.…} don't, and every key is tried.
 */
public final class Seal {

    private static final String NAMELESS = "v1.";
    private static final String NAMED = "v2.";
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SealingKey current;
    private final Map<String, SealingKey> keys = new LinkedHashMap<>();
    private final SecureRandom random = new SecureRandom();

    /** @param key 32 bytes in base64 */
    public Seal(String key) {
        this(key, List.of());
    }

    /**
     * @param key seals, and opens
     * @param old open what was sealed before; each 32 bytes in base64
     */
    public Seal(String key, List<String> old) {
        this.current = SealingKey.of(key);
        keys.put(current.id(), current);
        old.stream().filter(each -> !each.isBlank()).map(SealingKey::of).forEach(each -> keys.put(each.id(), each));
    }

    /** The id of the key that seals. */
    public String keyId() {
        return current.id();
    }

    /** @param setting the key of the setting that will hold it */
    public String seal(String setting, String secret) {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        try {
            byte[] sealed = run(Cipher.ENCRYPT_MODE, current, setting, iv, secret.getBytes(StandardCharsets.UTF_8));
            byte[] all = ByteBuffer.allocate(iv.length + sealed.length)
                    .put(iv)
                    .put(sealed)
                    .array();
            return NAMED
                    + current.id()
                    + '.'
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The secret of " + setting + " can't be sealed.", e);
        }
    }

    /**
     * @throws IllegalStateException when it was sealed with a key that isn't here, which the message names, or for another
     *     setting
     */
    public String open(String setting, String sealed) {
        if (sealed.startsWith(NAMELESS)) {
            return openWithAny(setting, sealed.substring(NAMELESS.length()));
        }
        int end = sealed.indexOf('.', NAMED.length());
        if (!sealed.startsWith(NAMED) || end < 0) {
            throw new IllegalStateException("The secret of " + setting + " isn't sealed as this version does it.");
        }
        String id = sealed.substring(NAMED.length(), end);
        SealingKey key = keys.get(id);
        if (key == null) {
            throw new IllegalStateException("The secret of " + setting + " was sealed with the key " + id
                    + ", and here are only " + ids() + ". Add that one to rollcall.sealing-keys-old.");
        }
        try {
            return open(key, setting, sealed.substring(end + 1));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The secret of " + setting
                            + " can't be opened: it isn't as it was sealed, or is another setting's.",
                    e);
        }
    }

    /** Whether it needs a key that is to go, or doesn't say which. */
    public boolean isOld(String sealed) {
        return !sealed.startsWith(NAMED + current.id() + '.');
    }

    private String openWithAny(String setting, String sealed) {
        for (SealingKey key : keys.values()) {
            try {
                return open(key, setting, sealed);
            } catch (AEADBadTagException e) {
                // then it may be the next one
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("The secret of " + setting + " can't be opened.", e);
            }
        }
        throw new IllegalStateException("The secret of " + setting + " can't be opened with any key here (" + ids()
                + "): was rollcall.sealing-key changed? Add the one before to rollcall.sealing-keys-old.");
    }

    private String ids() {
        return keys.keySet().stream().collect(Collectors.joining(", "));
    }

    private static String open(SealingKey key, String setting, String sealed) throws GeneralSecurityException {
        ByteBuffer all = ByteBuffer.wrap(Base64.getUrlDecoder().decode(sealed));
        byte[] iv = new byte[IV_BYTES];
        all.get(iv);
        byte[] rest = new byte[all.remaining()];
        all.get(rest);
        return new String(run(Cipher.DECRYPT_MODE, key, setting, iv, rest), StandardCharsets.UTF_8);
    }

    private static byte[] run(int mode, SealingKey key, String setting, byte[] iv, byte[] input)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, iv));
        cipher.updateAAD(setting.getBytes(StandardCharsets.UTF_8));
        return cipher.doFinal(input);
    }
}
