package dev.rollcall.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is typed into forms is taken, or it is said at its field what is wrong. */
class FormTest {

    @ParameterizedTest
    @CsvSource({"1,1", "100000,100000", "0007,7", "00000000000000000000000100,100"})
    void takesWholeNumbers(String typed, long number) {
        assertThat(Form.whole("rate", "The rate", typed, 100_000)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100001", "1000000000", "9223372036854775808", "99999999999999999999999999999999"})
    void saysHowMuchAtMostAtTheField(String typed) {
        assertThatExceptionOfType(WrongField.class)
                .isThrownBy(() -> Form.whole("rate", "The rate", typed, 100_000))
                .satisfies(wrong -> assertThat(wrong.field()).isEqualTo("rate"))
                .satisfies(wrong -> assertThat(wrong.getReason()).isEqualTo("The rate must be at most 100,000."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "000", "-1", "1.5", "1e3", "ten", "١٢", "1 000"})
    void saysThatItMustBeAWholeNumber(String typed) {
        assertThatExceptionOfType(WrongField.class)
                .isThrownBy(() -> Form.whole("rate", "The rate", typed, 100_000))
                .satisfies(
                        wrong -> assertThat(wrong.getReason()).isEqualTo("The rate must be a whole number from 1 on."));
    }

    @Test
    void numbersOfChangesMayBeLong() {
        assertThat(Form.whole("value", "The number of the change", "12345678901", Form.MOST))
                .isEqualTo(12_345_678_901L);
    }
}
