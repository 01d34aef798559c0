package dev.rollcall.ingest.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which key signs and which are trusted, by when they were made. */
class SigningKeysTest {

    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

    @Test
    void signsWithTheFirstKeyAtOnce() {
        var first = key("a", Duration.ZERO);
        assertThat(SigningKeys.signing(List.of(first), NOW)).isEqualTo(first);
    }

    @Test
    void signsWithANewKeyOnlyWhenAllInstancesKnowIt() {
        var old = key("old", Duration.ofDays(31));
        var fresh = key("fresh", Duration.ofSeconds(59));
        var keys = List.of(old, fresh);
        assertThat(SigningKeys.signing(keys, NOW)).isEqualTo(old);
        assertThat(SigningKeys.signing(keys, NOW.plusSeconds(1))).isEqualTo(fresh);
    }

    @Test
    void trustsAKeyUntilWhatItSignedLastHasExpired() {
        var old = key("old", Duration.ofDays(31));
        var fresh = key("fresh", Duration.ofMinutes(60));
        var keys = List.of(old, fresh);
        assertThat(SigningKeys.trusted(keys, NOW)).containsExactly(old, fresh);
        assertThat(SigningKeys.trusted(keys, NOW.plus(Duration.ofMinutes(1)))).containsExactly(fresh);
        assertThat(SigningKeys.GRACE).isGreaterThan(AccessTokens.LIFETIME);
    }

    @Test
    void asksForANewKeyOnceAMonth() {
        assertThat(SigningKeys.isDue(List.of(), NOW)).isTrue();
        assertThat(SigningKeys.isDue(List.of(key("a", Duration.ofDays(29))), NOW))
                .isFalse();
        assertThat(SigningKeys.isDue(List.of(key("a", Duration.ofDays(30))), NOW))
                .isTrue();
    }

    private static SigningKeys.Key key(String kid, Duration age) {
        var publicKey = new RSAKey.Builder(Base64URL.encode("n"), Base64URL.encode("e"))
                .keyID(kid)
                .build();
        return new SigningKeys.Key(kid, NOW.minus(age), publicKey, "");
    }
}
