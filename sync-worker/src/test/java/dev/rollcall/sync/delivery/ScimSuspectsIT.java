package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.app.AppHttp;
import dev.rollcall.sync.app.Seats;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.TestApps;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** A SCIM app that fails at one user as if it were down. */
class ScimSuspectsIT {

    private static final Clock CLOCK = Clock.systemUTC();

    private final Ledger ledger = TestLedgers.create();
    private final Changes changes = new Changes("c1");
    private final TestDirectory directory = new TestDirectory();
    private final ScimTarget target = new ScimTarget();
    private final AppHttp http =
            new AppHttp(TestApps.properties(Duration.ofSeconds(5), DataSize.ofMegabytes(1)), CLOCK);
    private final Courier oneAtATime = new Couriers(
                    http, ledger, new Seats(new Settings()), directory, directory, TestTokens.of(new Settings()), CLOCK)
            .engage(app(), 1, 1);
    private final Suspects suspects = new Suspects(Duration.ofDays(1), CLOCK);

    @AfterEach
    void close() {
        oneAtATime.close();
        http.close();
        target.close();
    }

    @Test
    void keepsNobodyWaitingWhomTheAppWouldTake() {
        target.faults().answerWhere(request -> request.contains("\"ada\"") ? Optional.of(503) : Optional.empty());
        Delivery broken = Batches.delivery(changes.user("u1", "ada"));
        suspects.heard(deliver(broken));

        Round round = deliver(
                broken, Batches.delivery(changes.user("u2", "bob")), Batches.delivery(changes.user("u3", "cyd")));

        assertThat(target.users()).containsOnlyKeys("bob", "cyd");
        assertThat(round.failed()).containsExactly(broken.ledgerId());
    }

    private Round deliver(Delivery... batch) {
        Round round = new Round(Map.of(), suspects, false, Instant.MAX, CLOCK);
        oneAtATime.deliver(List.of(batch), round);
        return round;
    }

    private App app() {
        var setting = AppSetting.newBuilder()
                .setName(Batches.APP)
                .setKind(AppKind.SCIM)
                .setUrl(target.url())
                .setSealedSecret("")
                .build();
        return new App(Batches.APP, URI.create(target.url()), ScimTarget.TOKEN, List.of(), setting, 0);
    }
}
