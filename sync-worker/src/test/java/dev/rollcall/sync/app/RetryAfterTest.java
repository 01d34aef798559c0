package dev.rollcall.sync.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "'120', PT2M",
        "' 7 ', PT7S",
        "'0', PT0S",
        "'Sun, 01 Mar 2026 12:00:30 GMT', PT30S",
        "'Sun, 01 Mar 2026 11:00:00 GMT', PT0S",
        "'Sunday, 01-Mar-26 12:00:30 GMT', PT30S",
        "'Sun Mar  1 12:00:30 2026', PT30S",
        "'Sun, 01 Mar 2026 12:61:30 GMT', ",
        "'-1', ",
        "'soon', ",
        "'', ",
        "'99999999999999999999', "
    })
    void readsSecondsAndHttpDates(String value, @Nullable Duration expected) {
        assertThat(RetryAfter.parse(value, NOW)).isEqualTo(expected);
    }

    @Property
    void neverFailsOnWhatAnAppSays(@ForAll String value) {
        assertThatCode(() -> RetryAfter.parse(value, NOW)).doesNotThrowAnyException();
    }
}
