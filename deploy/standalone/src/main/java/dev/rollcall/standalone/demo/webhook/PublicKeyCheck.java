package dev.rollcall.standalone.demo.webhook;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/** Scheme {@code v1a} of Standard Webhooks, which its Java library doesn't have: Ed25519 over id, time and body. */
final class PublicKeyCheck implements SignatureCheck {

    private static final String KEY = "whpk_";
    private static final String ENTRY = "v1a,";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** What goes before the key itself in its X.509 form (RFC 8410 §4). */
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final PublicKey key;

    /** @param text {@code whpk_} and base64 */
    PublicKeyCheck(String text) {
        if (!text.startsWith(KEY)) {
            throw new IllegalArgumentException("A public key begins with " + KEY);
        }
        try {
            var encoded = new ByteArrayOutputStream();
            encoded.writeBytes(X509);
            encoded.writeBytes(Base64.getDecoder().decode(text.substring(KEY.length())));
            key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded.toByteArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("That isn't an Ed25519 key", e);
        }
    }

    @Override
    public void verify(String body, HttpHeaders headers) throws WebhookVerificationException {
        String id = header(headers, "webhook-id");
        String timestamp = header(headers, "webhook-timestamp");
        byte[] signed = (id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8);
        if (!isNow(timestamp)) {
            throw new WebhookVerificationException("Too old, or from the future");
        }
        for (String entry : header(headers, "webhook-signature").split(" ", -1)) {
            if (entry.startsWith(ENTRY) && isSignature(entry.substring(ENTRY.length()), signed)) {
                return;
            }
        }
        throw new WebhookVerificationException("No signature fits");
    }

    private static String header(HttpHeaders headers, String name) throws WebhookVerificationException {
        return headers.firstValue(name).orElseThrow(() -> new WebhookVerificationException(name + " is missing"));
    }

    private static boolean isNow(String timestamp) {
        try {
            Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
            return Duration.between(sent, Instant.now()).abs().compareTo(TOLERANCE) <= 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private boolean isSignature(String base64, byte[] signed) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(signed);
            return signature.verify(Base64.getDecoder().decode(base64));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
