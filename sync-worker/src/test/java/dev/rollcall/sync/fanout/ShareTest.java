package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTest {

    @ParameterizedTest
    @CsvSource({
        "0, 2097152, 1000, 16",
        "3, 2097152, 1000, 16",
        "4, 1572864, 1000, 16",
        "32, 196608, 125, 16",
        "100, 62914, 40, 8",
        "300, 32768, 20, 4",
        "9999, 32768, 20, 4"
    })
    void isLessTheMoreAppsThereAreButNeverNothing(int apps, int bytes, int batch, int concurrency) {
        var share = new Share(apps);

        assertThat(share.aheadBytes()).isEqualTo(bytes);
        assertThat(share.batch(1_000)).isEqualTo(batch);
        assertThat(share.concurrency(16)).isEqualTo(concurrency);
    }

    @ParameterizedTest
    @CsvSource({"1", "9999"})
    void isNeverMoreThanAnAppIsToHave(int apps) {
        assertThat(new Share(apps).batch(5)).isEqualTo(5);
        assertThat(new Share(apps).concurrency(1)).isEqualTo(1);
    }

    @ParameterizedTest(name = "made among {0}, by now {1}")
    @CsvSource({
        "1, 6, true",
        "1, 7, false",
        "10, 19, true",
        "10, 21, false",
        "19, 10, true",
        "21, 10, false",
        "300, 9999, true"
    })
    void isKeptWhileItIsNoMoreThanTwiceAndNoLessThanHalfOfWhatIsDue(int then, int now, boolean isKept) {
        assertThat(new Share(then).suits(now)).isEqualTo(isKept);
    }
}
