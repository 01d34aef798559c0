package dev.rollcall.schemas.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
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

    /** RFC 7643 §2.1, RFC 8259 §8.2: which of the two is meant, and what the text is, can't be known. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"userName\":\"a\",\"username\":\"b\"}",
                "{\"name\":{\"givenName\":\"a\",\"GivenName\":null}}",
                "{\"a\":\"b\\ud800c\"}",
                "{\"a\":[{\"b\":\"\\udc00\\ud800\"}]}",
                "{\"a\":{\"\\udfff\":1}}",
                "{\"a\":\"b\\u0000c\"}",
                "{\"a\":[1e400]}"
            })
    void refusesMembersTwiceInAnotherCaseAndWhatCannotBeStored(String body) {
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> ScimJson.read(body.getBytes(StandardCharsets.UTF_8)))
                .returns("invalidSyntax", ScimException::scimType)
                .satisfies(refused -> assertThat(refused).hasMessageNotContaining("line -1"));
        assertThatExceptionOfType(ScimException.class).isThrownBy(() -> ScimJson.read(body));
    }

    @Test
    void readsCharactersOfTwoHalves() {
        assertThat(ScimJson.read("{\"a\":\"\\ud83d\\ude00\"}").path("a").stringValue())
                .isEqualTo("\ud83d\ude00");
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
