package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacklogTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "nothing is behind,              100,  0,                  40, 100,  0,  0",
        "what is behind lasts,            60,  0,                  40, 100, 40,  0",
        "some of it expires,              30,  0,                  40, 100, 70, 10",
        "all of it is old,                30,  0, 9223372036854775807, 100, 70, 70",
        "some of it is gone already,      10, 25,                  40, 100, 75, 15",
        "it never committed,               0, 25,                  40, 100, 75, 15",
        "it was ahead of an end just read, 101, 0,                 40, 100,  0,  0"
    })
    void countsWhatIsBehindAndWhatOfItExpires(
            String name, long next, long first, long lasting, long end, long lag, long expiring) {
        assertThat(Backlog.of(next, first, lasting, end)).isEqualTo(new Backlog(lag, expiring));
    }
}
