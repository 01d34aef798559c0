package dev.rollcall.sync.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.rollcall.event.Setting;
import dev.rollcall.event.SigningKey;
import dev.rollcall.schemas.delivery.EventToken;
import dev.rollcall.schemas.setting.Seal;
import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class EventSignerTest {

    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
    private static final Seal SEAL = new Seal("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    private static final EventToken TOKEN = new EventToken("t1", "{}");

    private final Settings settings = new Settings();
    private final EventSigner signer = new EventSigner(settings, SEAL, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void signsNothingWithoutAKeyThatItCanOpen() throws Exception {
        assertThat(signer.sign(TOKEN)).isEmpty();
        make("k1", Duration.ZERO, new Seal("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="));
        assertThat(signer.sign(TOKEN)).isEmpty();
    }

    @Test
    void signsWithTheNewestKeyThatRecipientsCanKnow() throws Exception {
        make("k1", Duration.ofDays(30), SEAL);
        assertThat(keyOf(signer.sign(TOKEN).orElseThrow())).isEqualTo("k1");
        make("k2", Duration.ofSeconds(59), SEAL);
        assertThat(keyOf(signer.sign(TOKEN).orElseThrow())).isEqualTo("k1");
        make("k3", Duration.ofSeconds(60), SEAL);
        assertThat(keyOf(signer.sign(TOKEN).orElseThrow())).isEqualTo("k3");
        settings.apply(Settings.signingKeyKey("k3"), null);
        assertThat(keyOf(signer.sign(TOKEN).orElseThrow())).isEqualTo("k1");
    }

    private void make(String kid, Duration age, Seal seal) throws Exception {
        var key = new RSAKeyGenerator(2048).keyID(kid).generate();
        String id = Settings.signingKeyKey(kid);
        settings.apply(
                id,
                Setting.newBuilder()
                        .setId(id)
                        .setCreated(NOW.minus(age))
                        .setTime(NOW.minus(age))
                        .setSigningKey(
                                new SigningKey(key.toPublicJWK().toJSONString(), seal.seal(id, key.toJSONString())))
                        .build());
    }

    private static String keyOf(String token) throws Exception {
        return JWSObject.parse(token).getHeader().getKeyID();
    }
}
