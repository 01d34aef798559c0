package dev.rollcall.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeafTest {

    @Test
    void sortsByNameWithoutCase() {
        assertThat(leaf(List.of("b", "A", "c"), null).entries()).containsExactly("A", "b", "c");
    }

    @Test
    void takesWhatIsNoPageForTheFirstAndWhatIsBehindTheLastForTheLast() {
        List<String> all = IntStream.range(100, 201).mapToObj(Integer::toString).toList();
        assertThat(leaf(all, "2").entries()).hasSize(50).startsWith("150");
        assertThat(leaf(all, "9999")).isEqualTo(leaf(all, "3"));
        assertThat(leaf(all, "3").entries()).containsExactly("200");
        for (String none : new String[] {"0", "-1", "x", "", "12345678901"}) {
            assertThat(leaf(all, none).number()).as(none).isEqualTo(1);
        }
        assertThat(leaf(List.of(), null).of()).isEqualTo(1);
    }

    private static Leaf<String> leaf(List<String> all, String asked) {
        return Leaf.of(all, name -> name, asked);
    }
}
