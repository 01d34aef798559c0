package dev.rollcall.ingest.console.person;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.ingest.delivery.person.AppOfPerson;
import dev.rollcall.ingest.delivery.person.AppOfPerson.State;
import dev.rollcall.ingest.hold.HoldView;
import dev.rollcall.schemas.delivery.AppStatus;
import dev.rollcall.schemas.topic.TrustedRecords;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Why somebody isn't in an app is told by what keeps them out first. */
class ReasonTest {

    static {
        TrustedRecords.trust();
    }

    private static final HoldView HOLD =
            new HoldView("h", "c", "open", Instant.EPOCH, 1, 2, 60, 100, 60, 80, 60, List.of(), null, null, null);

    private final AppSetting app = AppSetting.newBuilder()
            .setName("Wiki")
            .setKind(AppKind.SCIM)
            .setUrl("https://wiki.example.com")
            .setSealedSecret("")
            .build();

    @Test
    void tellsWhatADeliveryWaitsFor() {
        assertThat(reason(State.PENDING, 3L, null, null, null).why())
                .contains("on its way", "at most 3 changes behind");
        assertThat(reason(State.PENDING, 1L, null, null, null).why()).contains("at most 1 change behind");
        assertThat(reason(State.PENDING, 3L, status(AppStatus.State.OPEN), null, null)
                        .why())
                .contains("is failing", "It answers 503.");
        assertThat(reason(State.PENDING, 3L, status(AppStatus.State.PAUSED), null, null)
                        .why())
                .contains("paused", "save its setting anew");
        assertThat(reason(State.PENDING, 3L, status(AppStatus.State.OPEN), HOLD, null))
                .satisfies(held -> assertThat(held.why()).contains("60 of 100"))
                .satisfies(held -> assertThat(held.link()).isNotNull());
        app.setEnabled(false);
        assertThat(reason(State.PENDING, 3L, status(AppStatus.State.OPEN), HOLD, null)
                        .why())
                .contains("disabled");
    }

    @Test
    void tellsThatNobodyWantsThemThere() {
        assertThat(reason(State.NEVER, 0L, null, null, List.of("department")).why())
                .contains("scope", "department doesn't hold");
        assertThat(reason(State.PENDING, 0L, null, null, List.of("active")).word())
                .isEqualTo("never there");
        assertThat(reason(State.PENDING, 1L, null, null, List.of("active")).word())
                .isEqualTo("waiting");
        assertThat(reason(State.NEVER, 0L, null, null, null).link()).isNotNull();
    }

    @Test
    void tellsWhatToDoWhereTheLetterIsGone() {
        assertThat(reason(State.FAILED, 0L, null, null, null).why()).contains("given up", "replay");
    }

    private Reason reason(
            State state,
            @Nullable Long lag,
            @Nullable AppStatus status,
            @Nullable HoldView hold,
            @Nullable List<String> unmet) {
        var person = new AppOfPerson("wiki", "Wiki", "scim", state, null, null, null, false);
        return Reason.of(new AppFacts(person, app, lag, status, hold, null, null, unmet), "c", "u");
    }

    private static AppStatus status(AppStatus.State state) {
        return new AppStatus("wiki", state, null, 503, "It answers 503.", 3, Instant.EPOCH, 0, null);
    }
}
