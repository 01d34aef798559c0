package dev.rollcall.schemas.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.Cause;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ReplaySetting;
import dev.rollcall.event.ReplaySource;
import dev.rollcall.event.ReplayState;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.topic.TrustedRecords;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayScopeTest {

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    static {
        TrustedRecords.trust();
    }

    @Test
    void withoutWishesItIsAboutAllThatHappened() {
        assertThat(concerns(replay(), change(EventUris.CREATE))).isTrue();
        assertThat(concerns(replay(), change(EventUris.ASYNC_RESPONSE))).isTrue();
    }

    @Test
    void anOutcomeAddsNothingToAState() {
        assertThat(new ReplayScope(replay().build(), true).concerns(change(EventUris.ASYNC_RESPONSE)))
                .isFalse();
        assertThat(new ReplayScope(replay().build(), true).concerns(change(EventUris.CREATE)))
                .isTrue();
    }

    @Test
    void eachWishIsOneThatAChangeHasToMeet() {
        IdentityChange change = change(EventUris.CREATE);

        assertThat(concerns(replay().setConnections(List.of("c", "d")), change)).isTrue();
        assertThat(concerns(replay().setConnections(List.of("d")), change)).isFalse();
        assertThat(concerns(replay().setFromSequence(7L), change)).isTrue();
        assertThat(concerns(replay().setFromSequence(8L), change)).isFalse();
        assertThat(concerns(replay().setFromTime(NOON), change)).isTrue();
        assertThat(concerns(replay().setFromTime(NOON.plusMillis(1)), change)).isFalse();
        assertThat(concerns(replay().setResourceType(ResourceType.USER).setResource("u"), change))
                .isTrue();
        assertThat(concerns(replay().setResourceType(ResourceType.GROUP).setResource("u"), change))
                .isFalse();
        assertThat(concerns(replay().setResourceType(ResourceType.USER).setResource("v"), change))
                .isFalse();
    }

    @Test
    void aMutedKindIsLeftOutInEitherForm() {
        ReplaySetting.Builder replay = replay().setMutedKinds(List.of(EventUris.notice(EventUris.CREATE)));

        assertThat(concerns(replay, change(EventUris.CREATE))).isFalse();
        assertThat(concerns(replay, change(EventUris.PATCH))).isTrue();
    }

    private static boolean concerns(ReplaySetting.Builder replay, IdentityChange change) {
        return new ReplayScope(replay.build(), false).concerns(change);
    }

    private static ReplaySetting.Builder replay() {
        return ReplaySetting.newBuilder()
                .setApp("app")
                .setSource(ReplaySource.CHANGES)
                .setRanges(List.of())
                .setRatePerSecond(1)
                .setState(ReplayState.RUNNING)
                .setSteps(List.of());
    }

    private static IdentityChange change(String kind) {
        return IdentityChange.newBuilder()
                .setId("t-1")
                .setConnection("c")
                .setSequence(7)
                .setTime(NOON)
                .setKind(kind)
                .setAlsoKinds(List.of())
                .setResourceType(ResourceType.USER)
                .setResource("u")
                .setVersion(1)
                .setTxn("t")
                .setCause(Cause.REQUEST)
                .build();
    }
}
