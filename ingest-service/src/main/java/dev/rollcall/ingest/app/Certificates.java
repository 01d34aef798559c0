package dev.rollcall.ingest.app;

import dev.rollcall.ingest.setting.Refused;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.web.server.ResponseStatusException;

/** Checks certificates and keys in PEM before an app is saved that couldn't use them. */
final class Certificates {

    private static final int MAX_LENGTH = 64 * 1024;
    private static final byte[] PROBE = {1, 2, 3};

    private Certificates() {}

    /** @throws ResponseStatusException 400 that names the field */
    static List<X509Certificate> read(String field, @Nullable String pem) {
        try {
            List<X509Certificate> found = content(field, pem).getCertificates();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (RuntimeException e) {
            throw noCertificate(field);
        }
        throw noCertificate(field);
    }

    /**
     * Checks that the key is that of the chain's first certificate.
     *
     * @throws ResponseStatusException 400 that says which is wrong
     */
    static void checkPair(String chain, String certificate, String field, @Nullable String key) {
        PrivateKey found = key(field, key);
        X509Certificate first = read(certificate, chain).getFirst();
        try {
            String algorithm = algorithm(found);
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(found);
            signing.update(PROBE);
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(first.getPublicKey());
            verifying.update(PROBE);
            if (verifying.verify(signing.sign())) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw noPair(field, certificate);
        }
        throw noPair(field, certificate);
    }

    private static PrivateKey key(String field, @Nullable String pem) {
        try {
            return Objects.requireNonNull(content(field, pem).getPrivateKey());
        } catch (RuntimeException e) {
            throw Refused.wrong(field + " must be a private key in PEM without a password: -----BEGIN PRIVATE KEY-----,"
                    + " as `openssl pkcs8 -topk8 -nocrypt` writes it.");
        }
    }

    private static PemContent content(String field, @Nullable String pem) {
        if (pem == null || pem.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(field);
        }
        return PemContent.of(pem);
    }

    private static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA" -> "EdDSA";
            default -> key.getAlgorithm();
        };
    }

    private static ResponseStatusException noCertificate(String field) {
        return Refused.wrong(
                field + " must be one or more certificates in PEM: -----BEGIN CERTIFICATE----- and what follows.");
    }

    private static ResponseStatusException noPair(String field, String certificate) {
        return Refused.wrong(field + " isn't the key of the first certificate in " + certificate
                + "; send the two that belong together.");
    }
}
