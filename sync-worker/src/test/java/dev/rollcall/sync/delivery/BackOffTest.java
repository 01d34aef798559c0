package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {

    private static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(500), Duration.ofSeconds(60));
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @ParameterizedTest
    @CsvSource({
        "1, 0.0, PT0S",
        "1, 0.5, PT0.25S",
        "2, 0.5, PT0.5S",
        "4, 0.5, PT2S",
        "8, 0.5, PT30S",
        "9, 0.5, PT30S",
        "1000000, 0.5, PT30S"
    })
    void doublesUpToItsCap(int failures, double random, Duration expected) {
        assertThat(BACK_OFF.after(failures, random)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"PT10S, PT10S", "PT1H, PT5M", "PT0S, PT0.25S", ", PT0.25S"})
    void waitsAsLongAsTheAppAsksWithinALimit(@Nullable Duration retryAfter, Duration expected) {
        assertThat(BACK_OFF.after(1, 0.5, retryAfter, LIMIT)).isEqualTo(expected);
    }

    @Property
    void staysBetweenNothingAndTheCap(
            @ForAll @IntRange(min = 1) int failures,
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double random) {
        assertThat(BACK_OFF.after(failures, random)).isBetween(Duration.ZERO, Duration.ofSeconds(60));
    }
}
