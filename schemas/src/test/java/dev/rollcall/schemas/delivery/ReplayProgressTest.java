package dev.rollcall.schemas.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReplayProgressTest {

    @Test
    void isTheSameFromItsText() {
        ReplayProgress progress =
                ReplayProgress.NONE.published(3).published(0).unreadable(42).unreadable(43);

        assertThat(ReplayProgress.of(progress.text())).isEqualTo(progress);
        assertThat(progress).isEqualTo(new ReplayProgress(3, 1, 2, List.of(42L, 43L)));
    }

    @Test
    void anyOtherTextTellsNothing() {
        assertThat(ReplayProgress.of("")).isEqualTo(ReplayProgress.NONE);
        assertThat(ReplayProgress.of("1,2")).isEqualTo(ReplayProgress.NONE);
        assertThat(ReplayProgress.of("a,b,c")).isEqualTo(ReplayProgress.NONE);
    }

    @Test
    void namesOnlyTheFirstFewPlacesForTheMetadataOfAnOffsetIsShort() {
        ReplayProgress progress = LongStream.range(0, 1_000)
                .boxed()
                .reduce(ReplayProgress.NONE, ReplayProgress::unreadable, ReplayProgress::plus);

        assertThat(progress.unreadable()).isEqualTo(1_000);
        assertThat(progress.text()).hasSizeLessThan(500);
    }
}
