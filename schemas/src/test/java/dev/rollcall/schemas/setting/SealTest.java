package dev.rollcall.schemas.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class SealTest {

    private final Seal seal = new Seal(Base64.getEncoder().encodeToString(new byte[32]));

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
    void refusesAShortKeyAndSaysHowToMakeOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Seal(Base64.getEncoder().encodeToString(new byte[16])))
                .withMessageContaining("openssl rand");
    }
}
