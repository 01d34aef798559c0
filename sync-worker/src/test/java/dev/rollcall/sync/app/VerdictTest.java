package dev.rollcall.sync.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.AppKind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

    @ParameterizedTest
    @CsvSource({
        "200, TAKEN, TAKEN",
        "201, TAKEN, TAKEN",
        "202, TAKEN, TAKEN",
        "204, TAKEN, TAKEN",
        "301, APP, APP",
        "302, APP, APP",
        "307, APP, APP",
        "400, RESOURCE, RESOURCE",
        "401, APP, APP",
        "403, APP, APP",
        "404, ABSENT, APP",
        "405, RESOURCE, APP",
        "408, APP, APP",
        "409, CONFLICT, RESOURCE",
        "410, ABSENT, GONE",
        "412, RESOURCE, RESOURCE",
        "413, RESOURCE, RESOURCE",
        "422, RESOURCE, RESOURCE",
        "425, APP, APP",
        "429, APP, APP",
        "500, APP, APP",
        "501, RESOURCE, RESOURCE",
        "502, APP, APP",
        "503, APP, APP",
        "504, APP, APP"
    })
    void judgesAStatusByTheKindOfApp(int status, Verdict scim, Verdict webhook) {
        assertThat(Verdict.of(AppKind.SCIM, status)).isEqualTo(scim);
        assertThat(Verdict.of(AppKind.WEBHOOK, status)).isEqualTo(webhook);
        assertThat(Verdict.of(AppKind.SET_PUSH, status)).isEqualTo(webhook);
    }

    @Property
    void onlySuccessIsTaken(@ForAll AppKind kind, @ForAll @IntRange(min = 100, max = 999) int status) {
        assertThat(Verdict.of(kind, status) == Verdict.TAKEN).isEqualTo(status / 100 == 2);
    }

    @Property
    void aResourceIsNeverGivenUpForAFailureThatPasses(
            @ForAll AppKind kind, @ForAll @IntRange(min = 500, max = 599) int status) {
        assertThat(Verdict.of(kind, status)).isEqualTo(status == 501 ? Verdict.RESOURCE : Verdict.APP);
    }
}
