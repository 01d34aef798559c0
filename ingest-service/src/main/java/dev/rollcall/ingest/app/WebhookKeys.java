package dev.rollcall.ingest.app;

import dev.rollcall.event.AppAuthentication;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.AppSigningKey;
import dev.rollcall.event.Setting;
import dev.rollcall.event.SignatureScheme;
import dev.rollcall.ingest.credential.Tokens;
import dev.rollcall.ingest.setting.Refused;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.EdECPrivateKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys that webhooks are signed with, as Standard Webhooks writes them. */
final class WebhookKeys {

    private static final String SHARED = "whsec_";
    private static final String PRIVATE = "whsk_";
    private static final String PUBLIC = "whpk_";
    private static final int ED25519_BYTES = 32;

    /** 24 to 64 bytes. */
    private static final Pattern SHARED_KEY = Pattern.compile("whsec_[A-Za-z0-9+/]{32,86}={0,2}");

    private WebhookKeys() {}

    /**
     * A key that was just made.
     *
     * @param shown to the administrator this once: a shared key, or the public part of a pair
     */
    record Made(AppSigningKey key, String shown) {}

    static Made of(SignatureScheme scheme, UnaryOperator<String> seal, Instant now) {
        return switch (scheme) {
            case V1, UNKNOWN -> shared(SHARED + Tokens.secret(Base64.getEncoder()), seal, now);
            case V1A -> {
                byte[] pair = pair();
                String secret = PRIVATE + Base64.getEncoder().encodeToString(pair);
                yield new Made(key(SignatureScheme.V1A, seal.apply(secret), now), publicKey(secret));
            }
        };
    }

    /**
     * One that the administrator brings.
     *
     * @throws org.springframework.web.server.ResponseStatusException 400 when it is none
     */
    static Made given(String secret, UnaryOperator<String> seal, Instant now) {
        if (!SHARED_KEY.matcher(secret).matches()) {
            throw Refused.wrong("secret of a webhook must be " + SHARED
                    + " and 24 to 64 bytes in base64; leave it out to get one.");
        }
        return shared(secret, seal, now);
    }

    /** What receivers verify with, of a key of scheme V1A. */
    static String publicKey(String secret) {
        byte[] pair = Base64.getDecoder().decode(secret.substring(PRIVATE.length()));
        return PUBLIC + Base64.getEncoder().encodeToString(Arrays.copyOfRange(pair, ED25519_BYTES, pair.length));
    }

    /** A webhook from before there were signing keys, as it would be now. */
    static AppSetting modern(Setting setting) {
        AppSetting app = setting.getApp();
        if (app.getKind() != AppKind.WEBHOOK
                || !app.getSigningKeys().isEmpty()
                || app.getSealedSecret().isEmpty()) {
            return app;
        }
        // the id is the same however often this is asked
        String id = UUID.nameUUIDFromBytes(setting.getId().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
        return AppSetting.newBuilder(app)
                .setSigningKeys(List.of(AppSigningKey.newBuilder()
                        .setId(id)
                        .setScheme(SignatureScheme.V1)
                        .setSealedKey(app.getSealedSecret())
                        .setCreated(setting.getCreated())
                        .build()))
                .setSealedSecret("")
                .setAuthentication(AppAuthentication.NONE)
                .build();
    }

    static boolean isExpired(AppSigningKey key, Instant now) {
        @Nullable Instant expires = key.getExpires();
        return expires != null && !expires.isAfter(now);
    }

    private static Made shared(String secret, UnaryOperator<String> seal, Instant now) {
        return new Made(key(SignatureScheme.V1, seal.apply(secret), now), secret);
    }

    private static AppSigningKey key(SignatureScheme scheme, String sealed, Instant now) {
        return AppSigningKey.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setScheme(scheme)
                .setSealedKey(sealed)
                .setCreated(now)
                .build();
    }

    /** Seed and public key, one after the other. */
    private static byte[] pair() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] both = new byte[2 * ED25519_BYTES];
            byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            // the last bytes of the X.509 form are the point as RFC 8032 writes it
            byte[] encoded = pair.getPublic().getEncoded();
            System.arraycopy(seed, 0, both, 0, ED25519_BYTES);
            System.arraycopy(encoded, encoded.length - ED25519_BYTES, both, ED25519_BYTES, ED25519_BYTES);
            return both;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has Ed25519.", e);
        }
    }
}
