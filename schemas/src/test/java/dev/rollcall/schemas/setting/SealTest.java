package dev.rollcall.schemas.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SealTest {

    private static final String OLD = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String NEW = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    /** By OLD, for app/crm, as it was written before. */
    private static final String NAMELESS = "v1.J5geskO9rBKASF2x9wqquWwokpSfSx4jFE0eS1IW3RT79w";

    private final Seal seal = new Seal(OLD);

    @Test
    void opensWhatItSealedForTheSameSettingOnly() {
        String sealed = seal.seal("app/crm", "s3cret");

        assertThat(sealed).doesNotContain("s3cret");
        assertThat(seal.open("app/crm", sealed)).isEqualTo("s3cret");
        assertThatIllegalStateException().isThrownBy(() -> seal.open("app/other", sealed));
    }

    @Test
    void sealsTheSameSecretDifferentlyEachTime() {
        assertThat(seal.seal("a", "s")).isNotEqualTo(seal.seal("a", "s"));
    }

    @Test
    void opensWhatAnOldKeySealedAndSealsWithTheNewOne() {
        var rotated = new Seal(NEW, List.of(OLD));
        String before = seal.seal("app/crm", "s3cret");

        assertThat(rotated.open("app/crm", before)).isEqualTo("s3cret");
        assertThat(rotated.isOld(before)).isTrue();
        String after = rotated.seal("app/crm", "s3cret");
        assertThat(rotated.isOld(after)).isFalse();
        assertThat(new Seal(NEW).open("app/crm", after)).isEqualTo("s3cret");
    }

    @Test
    void opensWhatWasSealedBeforeSealedSecretsNamedTheirKey() {
        assertThat(seal.open("app/crm", NAMELESS)).isEqualTo("s3cret");
        assertThat(new Seal(NEW, List.of(OLD)).open("app/crm", NAMELESS)).isEqualTo("s3cret");
        assertThat(seal.isOld(NAMELESS)).isTrue();
    }

    @Test
    void namesTheKeyThatIsMissingAndNothingSecret() {
        String sealed = seal.seal("app/crm", "s3cret");
        assertThatIllegalStateException()
                .isThrownBy(() -> new Seal(NEW).open("app/crm", sealed))
                .withMessageContaining(seal.keyId())
                .withMessageContaining(new Seal(NEW).keyId())
                .withMessageContaining("rollcall.sealing-keys-old")
                .withMessageNotContainingAny("s3cret", OLD, NEW);
        assertThatIllegalStateException()
                .isThrownBy(() -> new Seal(NEW).open("app/crm", NAMELESS))
                .withMessageContaining("rollcall.sealing-keys-old");
    }

    @Test
    void refusesWhatIsNoSecretOfOurs() {
        for (String wrong : List.of("", "v2.", "v2.abc", "v3.abc.def", "s3cret")) {
            assertThatIllegalStateException().isThrownBy(() -> seal.open("a", wrong));
        }
    }

    @Test
    void refusesAShortKeyAndSaysHowToMakeOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Seal(Base64.getEncoder().encodeToString(new byte[16])))
                .withMessageContaining("openssl rand");
    }
}
