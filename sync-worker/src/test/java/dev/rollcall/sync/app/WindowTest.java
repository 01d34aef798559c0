package dev.rollcall.sync.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WindowTest {

    @Property
    void staysBetweenOneAndMost(
            @ForAll @IntRange(min = 1, max = 256) int most, @ForAll @Size(max = 200) List<Boolean> takes) {
        Window window = Window.open(most);
        for (int i = 0; i < takes.size(); i++) {
            long now = window.narrowed() + 1;
            window = takes.get(i) ? window.taken() : window.refused(window.size(), now, now);
            assertThat(window.size()).isBetween(1, most);
        }
    }

    @Property
    void halvesAtARefusalAndGrowsByOneWhenAllAreTaken(@ForAll @IntRange(min = 2, max = 256) int most) {
        Window open = Window.open(most);
        Window half = open.refused(most, open.narrowed() + 1, open.narrowed() + 2);
        assertThat(half.limit()).isEqualTo(most / 2.0);

        Window grown = half;
        for (int i = 0; i < half.size(); i++) {
            grown = grown.taken();
        }
        assertThat(grown.limit()).isBetween(half.limit(), half.limit() + 1);
        Window whole = half;
        for (int i = 0; i < most * most; i++) {
            whole = whole.taken();
        }
        assertThat(whole.size()).isEqualTo(most);
    }

    @Test
    void halvesOnceForAllThatWereUnderWayTogether() {
        Window open = Window.open(16);
        long sent = open.narrowed() + 10;
        Window first = open.refused(16, sent, sent + 5);

        assertThat(first.refused(15, sent + 1, sent + 6)).isEqualTo(first);
        assertThat(first.refused(8, sent + 7, sent + 9).size()).isEqualTo(4);
    }

    @Test
    void halvesWhatThereReallyWas() {
        Window open = Window.open(32);

        assertThat(open.refused(6, open.narrowed() + 1, open.narrowed() + 2).size())
                .isEqualTo(3);
    }
}
