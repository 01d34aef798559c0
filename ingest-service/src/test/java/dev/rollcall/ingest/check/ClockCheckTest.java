package dev.rollcall.ingest.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.provider.ProviderHttp.Answer;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClockCheckTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static @Nullable Boolean ok(String date) {
        var answer = new Answer(200, HttpHeaders.of(Map.of("Date", List.of(date)), (_, _) -> true), "");
        return ClockCheck.check(answer, NOW, Duration.ofMinutes(1)).ok();
    }

    @Test
    void mindsClocksThatAreFurtherApartThanTokensMayBeOff() {
        assertThat(ok("Thu, 01 Jan 2026 12:00:00 GMT")).isTrue();
        assertThat(ok("Thu, 01 Jan 2026 12:01:00 GMT")).isTrue();
        assertThat(ok("Thu, 01 Jan 2026 11:59:00 GMT")).isTrue();
        assertThat(ok("Thu, 01 Jan 2026 12:01:01 GMT")).isFalse();
        assertThat(ok("Thu, 01 Jan 2026 11:58:59 GMT")).isFalse();
    }

    @Test
    void cannotTellWithoutATime() {
        assertThat(ok("")).isNull();
        assertThat(ok("yesterday")).isNull();
    }
}
