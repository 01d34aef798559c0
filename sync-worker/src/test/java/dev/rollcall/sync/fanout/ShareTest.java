package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTest {

    @ParameterizedTest
    @CsvSource({
        "0, 262144, 200, 16",
        "30, 262144, 200, 16",
        "100, 167772, 60, 16",
        "300, 65536, 20, 5",
        "9999, 65536, 20, 4"
    })
    void isLessTheMoreAppsThereAreButNeverNothing(int apps, int bytes, int batch, int concurrency) {
        var share = new Share(apps);

        assertThat(share.aheadBytes()).isEqualTo(bytes);
        assertThat(share.batch(200)).isEqualTo(batch);
        assertThat(share.concurrency(16)).isEqualTo(concurrency);
    }

    @ParameterizedTest
    @CsvSource({"1", "9999"})
    void isNeverMoreThanAnAppIsToHave(int apps) {
        assertThat(new Share(apps).batch(5)).isEqualTo(5);
        assertThat(new Share(apps).concurrency(1)).isEqualTo(1);
    }
}
