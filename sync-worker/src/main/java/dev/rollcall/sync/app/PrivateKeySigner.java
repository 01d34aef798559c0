package dev.rollcall.sync.app;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Signs with Ed25519 (v1a), so that the receiver keeps nothing that could sign. */
final class PrivateKeySigner implements Signer {

    private static final String PREFIX = "whsk_";
    private static final String ALGORITHM = "Ed25519";
    private static final int SEED = 32;
    /** What stands before a public key of Ed25519 in X.509 (RFC 8410 §4). */
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final PrivateKey key;

    /** @throws IllegalArgumentException when it isn't {@code whsk_} and a seed in base64, with or without its public key */
    PrivateKeySigner(String text) {
        byte[] bytes = text.startsWith(PREFIX) ? Base64.getDecoder().decode(text.substring(PREFIX.length())) : X509;
        if (bytes.length != SEED && bytes.length != 2 * SEED) {
            throw new IllegalArgumentException("The signing key isn't whsk_ and 32 or 64 bytes in base64.");
        }
        byte[] seed = Arrays.copyOf(bytes, SEED);
        try {
            key = KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
            if (bytes.length > SEED && !fits(Arrays.copyOfRange(bytes, SEED, bytes.length))) {
                throw new IllegalArgumentException("The halves of the signing key don't belong together.");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The signing key isn't one of Ed25519.", e);
        }
    }

    private boolean fits(byte[] publicKey) throws GeneralSecurityException {
        byte[] encoded = Arrays.copyOf(X509, X509.length + publicKey.length);
        System.arraycopy(publicKey, 0, encoded, X509.length, publicKey.length);
        Signature verifying = Signature.getInstance(ALGORITHM);
        verifying.initVerify(KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded)));
        verifying.update(X509);
        return verifying.verify(signature(X509));
    }

    @Override
    public String sign(String id, long timestamp, byte[] body) {
        byte[] head = (id + '.' + timestamp + '.').getBytes(StandardCharsets.UTF_8);
        try {
            return "v1a," + Base64.getEncoder().encodeToString(signature(head, body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A webhook can't be signed.", e);
        }
    }

    private byte[] signature(byte[]... content) throws GeneralSecurityException {
        Signature signing = Signature.getInstance(ALGORITHM);
        signing.initSign(key);
        for (byte[] part : content) {
            signing.update(part);
        }
        return signing.sign();
    }
}
