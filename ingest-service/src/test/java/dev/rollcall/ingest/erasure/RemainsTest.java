package dev.rollcall.ingest.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.topic.TopicRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RemainsTest {

    private static final Instant NEWEST = Instant.parse("2026-11-30T08:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void aRecordGoesWithItsSegment() {
        var remainder = Remains.remainder(
                "t", new TopicRules.Rule(Optional.of(DAY.multipliedBy(14)), DAY, false, Optional.empty()), NEWEST);

        assertThat(remainder.until()).isEqualTo(Instant.parse("2026-12-15T08:10:00Z"));
        assertThat(remainder.by()).isEqualTo("retention");
    }

    @Test
    void whatWasOverwrittenGoesWithCompaction() {
        var remainder =
                Remains.remainder("t", new TopicRules.Rule(Optional.empty(), DAY, true, Optional.of(DAY)), NEWEST);

        assertThat(remainder.until()).isEqualTo(Instant.parse("2026-12-01T08:10:00Z"));
        assertThat(remainder.by()).startsWith("compaction");
    }

    @Test
    void saysWhereNothingBoundsIt() {
        var compacted = new TopicRules.Rule(Optional.empty(), DAY, true, Optional.empty());
        var kept = new TopicRules.Rule(Optional.empty(), DAY, false, Optional.empty());

        assertThat(Remains.remainder("t", compacted, NEWEST).until()).isNull();
        assertThat(Remains.remainder("t", compacted, NEWEST).by()).contains("max.compaction.lag.ms");
        assertThat(Remains.remainder("t", kept, NEWEST).by()).contains("for ever");
    }
}
