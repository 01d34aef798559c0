package dev.rollcall.sync.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.event.SignatureScheme;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignaturesTest {

    private static final String BYTES = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String PUBLIC = "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=";
    private static final String ID = "msg_2Zf0sYk7Qp";
    private static final Instant NOW = Instant.ofEpochSecond(1790000000);
    private static final String BODY =
            "{\"type\":\"user.updated\",\"timestamp\":\"2026-09-21T13:33:20Z\",\"data\":{\"id\":\"u-1001\",\"version\":\"7\"}}";
    private static final String V1 = "v1,Szezd+t6csnkNXb6HkfqO4GbNCkCxYC1A0u/Kh2g01Y=";
    private static final String V1A =
            "v1a,fULX5BPdiF46+ieuGfMarRXYwn+Rg9dktp4gs8i1dWLVxbEbScvwIU8BiGqr4p7r1iR8g3oc1kKLSjpnW+hgCw==";

    @Test
    void signsWithEveryKeyInItsScheme() {
        assertThat(signature(shared(null), seed(null))).isEqualTo(V1 + " " + V1A);
    }

    @Test
    void aPrivateKeyMayHaveItsPublicKeyBehindIt() {
        assertThat(signature(new SigningKey(SignatureScheme.V1A, "whsk_" + pair(PUBLIC), null)))
                .isEqualTo(V1A);
    }

    @Test
    void aKeySignsUntilItExpires() {
        assertThat(signature(shared(NOW.plusMillis(1)), seed(NOW))).isEqualTo(V1);
        assertThat(signature(shared(NOW), seed(NOW))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "V1, whsec_%%%",
        "V1, ''",
        "V1A, whsec_" + BYTES,
        "V1A, whsk_AAEC",
        "V1A, whsk_%%%",
        "UNKNOWN, whsec_" + BYTES
    })
    void refusesAKeyThatIsNotAsItsSchemeHasIt(SignatureScheme scheme, String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> signature(new SigningKey(scheme, key, null)))
                .withMessageNotContaining(BYTES);
    }

    @Test
    void refusesAPrivateKeyWithThePublicKeyOfAnother() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> signature(new SigningKey(SignatureScheme.V1A, "whsk_" + pair(BYTES), null)));
    }

    @Test
    void aKeyDoesNotShowItselfInLogs() {
        assertThat(shared(null).toString()).doesNotContain(BYTES);
    }

    private static String signature(SigningKey... keys) {
        return new Signatures(List.of(keys)).sign(ID, NOW, BODY.getBytes(StandardCharsets.UTF_8));
    }

    private static SigningKey shared(@Nullable Instant expires) {
        return new SigningKey(SignatureScheme.V1, "whsec_" + BYTES, expires);
    }

    private static SigningKey seed(@Nullable Instant expires) {
        return new SigningKey(SignatureScheme.V1A, "whsk_" + BYTES, expires);
    }

    private static String pair(String publicKey) {
        byte[] both = Arrays.copyOf(Base64.getDecoder().decode(BYTES), 64);
        System.arraycopy(Base64.getDecoder().decode(publicKey), 0, both, 32, 32);
        return Base64.getEncoder().encodeToString(both);
    }
}
