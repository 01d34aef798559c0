package dev.rollcall.ingest.console.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.ingest.console.WrongField;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MappingLinesTest {

    @Test
    void readsALineForEachAttributeAndLeavesOutEmptyOnes() {
        assertThat(MappingLines.read(
                        "userName = $lowercase(userName)\r\n\n  title=groups[display = 'Managers'] ? 'M' : title ",
                        Map.of()))
                .isEqualTo(Map.of(
                        "userName", "$lowercase(userName)", "title", "groups[display = 'Managers'] ? 'M' : title"));
        assertThat(MappingLines.read("", Map.of())).isEmpty();
    }

    @Test
    void showsWhatItReadsInOrderWithALineForEach() {
        Map<String, String> mapping = Map.of("userName", "userName", "title", "active\n  ? title");
        assertThat(MappingLines.of(mapping)).isEqualTo("title = active ? title\nuserName = userName");
    }

    @Test
    void keepsALineThatIsAsItWasWithItsBreaks() {
        Map<String, String> mapping = Map.of("title", "'Countess\n of Lovelace'", "userName", "userName");
        String shown = MappingLines.of(mapping);

        assertThat(MappingLines.read(shown.replace("\n", "\r\n"), mapping)).isEqualTo(mapping);
        assertThat(MappingLines.read(shown.replace("Countess", "Lady"), mapping))
                .isEqualTo(Map.of("title", "'Lady of Lovelace'", "userName", "userName"));
    }

    @Test
    void refusesALineThatIsNoneAndAnAttributeThatComesTwice() {
        for (String line : new String[] {"title", "= title", "title ="}) {
            assertThatThrownBy(() -> MappingLines.read(line, Map.of()))
                    .isInstanceOf(WrongField.class)
                    .hasMessageContaining("Each line");
        }
        assertThatThrownBy(() -> MappingLines.read("title = a\ntitle = b", Map.of()))
                .hasMessageContaining("title twice");
    }
}
