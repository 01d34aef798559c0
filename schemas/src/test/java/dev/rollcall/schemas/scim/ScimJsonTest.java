package dev.rollcall.schemas.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScimJsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7", "null", "{\"a\":1,\"a\":2}", "{} {}", "{\"a\":NaN}", "{'a':1}"})
    void refusesWhatIsNotOnePlainObject(String body) {
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> ScimJson.read(body.getBytes(StandardCharsets.UTF_8)))
                .returns("invalidSyntax", ScimException::scimType);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 100_000})
    void refusesDeepNesting(int depth) {
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> ScimJson.read("{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}"))
                .returns("invalidSyntax", ScimException::scimType);
    }

    @Property
    void neverThrowsAnythingButAScimException(@ForAll byte[] body) {
        try {
            assertThat(ScimJson.read(body)).isNotNull();
        } catch (ScimException e) {
            assertThat(e.status()).isEqualTo(400);
        }
    }
}
