package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rollcall.schemas.scope.Mapping;
import dev.rollcall.schemas.scope.MappingException;
import dev.rollcall.sync.app.Answer;
import dev.rollcall.sync.app.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CauseCodeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "422 | {\"scimType\": \"invalidValue\", \"detail\": \"ada\"} | http-422 invalidValue",
                "409 | {\"scimType\": \"uniqueness\"}                       | http-409 uniqueness",
                "400 | {\"scimType\": \"ada@example.com\"}                  | http-400",
                "400 | {\"scimType\": 7}                                    | http-400",
                "400 | [\"scimType\"]                                       | http-400",
                "501 | <html>                                               | http-501",
                "413 | ''                                                   | http-413"
            })
    void namesTheStatusAndWhatScimKnows(int status, String body, String code) {
        var answer =
                new Answer(Verdict.RESOURCE, status, null, body.getBytes(StandardCharsets.UTF_8), "HTTP " + status);

        assertThat(CauseCode.of(answer)).isEqualTo(code);
    }

    @Test
    void tellsAMappingThatFailsFromANameThatIsTaken() {
        var failure = assertThrows(MappingException.class, () -> Mapping.of(Map.of("userName", "(")));

        assertThat(CauseCode.of(Answer.unmapped(failure))).isEqualTo("mapping-failed");
    }

    @Test
    void namesWhatTheAppWasNotAskedFor() {
        assertThat(CauseCode.of(Answer.refused("Another one of ours has it"))).isEqualTo("not-asked");
        assertThat(CauseCode.of(Answer.ours(new IllegalStateException()))).isEqualTo("rollcall-failed");
        assertThat(CauseCode.of(Answer.none("It doesn't answer"))).isEqualTo("no-answer");
    }
}
