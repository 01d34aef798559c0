package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1048576, 1000, 16",
        "6, 1048576, 1000, 16",
        "32, 262144, 200, 16",
        "100, 83886, 64, 16",
        "300, 65536, 21, 5",
        "9999, 65536, 20, 4"
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
}
