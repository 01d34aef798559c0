package dev.rollcall.ingest.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PasswordHashTest {

    private static final String OLD = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static final String NEW = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @Test
    void knowsAPasswordThatWasKeptWithAnOldKey() {
        String kept = hash(OLD).of("correct horse");
        PasswordHash rotated = hash(NEW, OLD);

        assertThat(rotated.candidates("correct horse")).contains(kept);
        assertThat(rotated.candidates("wrong horse")).doesNotContain(kept);
        assertThat(rotated.isOld(kept)).isTrue();
        assertThat(rotated.isOld(rotated.of("correct horse"))).isFalse();
        assertThat(hash(NEW).candidates("correct horse")).doesNotContain(kept);
    }

    @Test
    void knowsAPasswordThatWasKeptBeforeHashesNamedTheirKey() {
        String kept = hash(OLD).of("correct horse");
        String nameless = kept.substring(kept.indexOf(':') + 1);

        assertThat(nameless).matches("[0-9a-f]{64}");
        assertThat(hash(OLD).candidates("correct horse")).contains(nameless);
        assertThat(hash(NEW, OLD).candidates("correct horse")).contains(nameless);
        assertThat(hash(OLD).isOld(nameless)).isTrue();
    }

    private static PasswordHash hash(String key, String... old) {
        return new PasswordHash(new SecretProperties("an-admin-token-for-tests", key, List.of(old)));
    }
}
