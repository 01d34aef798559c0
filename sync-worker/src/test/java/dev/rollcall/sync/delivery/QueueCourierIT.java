package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.Setting;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.delivery.EventTokens;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.delivery.QueuedToken;
import dev.rollcall.schemas.delivery.ScopedChange;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.app.App;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueCourierIT {

    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

    private final String id = UUID.randomUUID().toString();
    private final Changes changes = new Changes("c1");
    private final Settings settings = new Settings();
    private final Map<String, LedgerEntry> ledger = new HashMap<>();
    private List<String> kinds = List.of();
    private Instant now = NOW;

    @BeforeEach
    void endSessions() {
        settings.apply(
                Settings.connectionKey("c1"),
                Setting.newBuilder()
                        .setId(Settings.connectionKey("c1"))
                        .setCreated(NOW)
                        .setTime(NOW)
                        .setConnection(ConnectionSetting.newBuilder()
                                .setName("HR")
                                .setUserDeprovision(true)
                                .build())
                        .build());
    }

    @Test
    void laysTokensReadyInTheOrderOfTheConnection() {
        Round round = deliver(
                changes.user("u1", "ada"),
                changes.user("u2", "bob"),
                changes.user("u1", "ada", false),
                changes.user("u2", "bobby"));

        assertThat(waiting())
                .extracting(token -> token.sequence() + "/" + token.part())
                .containsExactly("1/0", "2/0", "3/0", "3/1", "4/0");
        assertThat(waiting().get(3).token().claims())
                .as("sessions end right after the deactivation")
                .contains(EventTokens.SESSION_REVOKED);
        assertThat(round.settled()).extracting(Settled::outcome).containsOnly(DeliveryOutcome.DELIVERED);
        assertThat(round.isAppWell()).isTrue();
    }

    @Test
    void tellsWhoEntersAndWhoLeavesTheScopeByEventsOfTheFeed() {
        IdentityChange entering = changes.user("u1", "ada");
        deliver(ScopedChange.entered(entering, entering.getAfter()));
        deliver(ScopedChange.left(changes.user("u1", "lovelace")));

        assertThat(waiting())
                .extracting(token -> token.token().claims())
                .satisfiesExactly(
                        entered -> assertThat(entered).contains(EventUris.FEED_ADD, "\"uri\":\"/Users/u1\""),
                        left -> assertThat(left)
                                .contains(EventUris.FEED_REMOVE, "\"uri\":\"/Users/u1\"")
                                .doesNotContain("lovelace", EventTokens.SESSION_REVOKED));
        assertThat(waiting()).extracting(token -> token.token().jti()).doesNotHaveDuplicates();
    }

    @Test
    void endsTheSessionsOfWhoIsDeactivatedOutOfTheScope() {
        changes.user("u1", "ada");
        deliver(ScopedChange.left(changes.user("u1", "ada", false)));

        assertThat(waiting())
                .extracting(token -> token.token().claims())
                .satisfiesExactly(
                        left -> assertThat(left).contains(EventUris.FEED_REMOVE),
                        revoked -> assertThat(revoked).contains(EventTokens.SESSION_REVOKED));
    }

    @Test
    void aWorkerThatDiesBeforeItsLedgerDoesNotBringBackWhatWasAcknowledged() {
        IdentityChange first = changes.user("u1", "ada");
        IdentityChange second = changes.user("u2", "bob");
        attempt(first, second);
        acknowledge(0);

        deliver(first, second);

        assertThat(waiting()).extracting(QueuedToken::sequence).containsExactly(2L);
    }

    @Test
    void forgetsWhatWasAcknowledgedWhenNoWorkerCanBringItBack() {
        IdentityChange first = changes.user("u1", "ada");
        deliver(first);
        acknowledge(0);
        now = NOW.plus(Duration.ofHours(1)).plusMillis(1);
        deliver(changes.user("u2", "bob"));
        ledger.clear();
        attempt(first);

        assertThat(waiting())
                .as("a replay with an empty ledger is told again")
                .extracting(QueuedToken::sequence)
                .containsExactly(1L, 2L);
    }

    @Test
    void leavesTheRestInKafkaWhileTooManyWait() {
        deliver(IntStream.range(0, TestTokens.MOST_WAITING)
                .mapToObj(n -> changes.user("u" + n, "user" + n))
                .toArray(IdentityChange[]::new));
        IdentityChange next = changes.user("x", "xeno");

        Round round = deliver(next);
        assertThat(round.fault()).isNotNull();
        assertThat(round.settled()).isEmpty();

        acknowledge(0);
        assertThat(deliver(next).fault()).isNull();
        assertThat(waiting())
                .hasSize(TestTokens.MOST_WAITING)
                .last()
                .extracting(QueuedToken::resource)
                .isEqualTo("x");
    }

    @Test
    void settlesWhatTheAppDoesNotWantWithoutAToken() {
        kinds = List.of("urn:ietf:params:scim:event:prov:delete");
        Round round = deliver(changes.user("u1", "ada"), changes.deleteUser("u1"));

        assertThat(waiting()).extracting(QueuedToken::sequence).containsExactly(2L);
        assertThat(round.settled())
                .extracting(Settled::outcome)
                .containsExactlyInAnyOrder(DeliveryOutcome.SKIPPED, DeliveryOutcome.DELIVERED);
    }

    private Round deliver(IdentityChange... batch) {
        Round round = attempt(batch);
        round.takeTouched().forEach(entry -> ledger.put(entry.id(), entry));
        return round;
    }

    /** As a worker does that dies before it writes the ledger. */
    private Round attempt(IdentityChange... batch) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        var round = new Round(ledger, TestSuspects.none(), false, Instant.MAX, clock);
        List<Delivery> deliveries = Batches.of(batch).stream()
                .map(delivery -> new Delivery(id, delivery.change(), delivery.source()))
                .toList();
        try (var courier = new QueueCourier(app(), TestTokens.of(settings, clock))) {
            courier.deliver(deliveries, round);
        }
        return round;
    }

    private void acknowledge(int index) {
        TestTokens.QUEUE.settle(id, List.of(waiting().get(index).token().jti()), now);
    }

    private List<QueuedToken> waiting() {
        return TestTokens.QUEUE.head(id, 100);
    }

    private App app() {
        AppSetting setting = AppSetting.newBuilder()
                .setName(id)
                .setKind(AppKind.SET_POLL)
                .setUrl("")
                .setSealedSecret("")
                .setKinds(kinds)
                .build();
        return new App(id, URI.create(""), "", List.of(), setting, 0);
    }
}
