package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.delivery.LedgerEntry;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** An app that was away gets what users are by now; counted by what the app itself was asked to write. */
class CatchUpIT {

    private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));
    private static final int USERS = 40;
    private static final int BATCH = 30;

    private final Ledger ledger = TestLedgers.create();
    private final String appId = UUID.randomUUID().toString();
    private final Changes feed = new Changes("c1");
    private final TestDirectory directory = new TestDirectory();
    private final List<Delivery> topic = new ArrayList<>();
    private final List<Settled> settled = new ArrayList<>();
    private final ScimTarget target = new ScimTarget();
    private final AppHttp http =
            new AppHttp(TestApps.properties(Duration.ofSeconds(5), DataSize.ofMegabytes(1)), LATER);
    private final Courier courier = new Couriers(
                    http, ledger, new Seats(new Settings()), directory, directory, TestTokens.of(new Settings()), LATER)
            .engage(app(), 4, 1);

    @AfterEach
    void close() {
        courier.close();
        http.close();
        target.close();
    }

    @Test
    void eachUserIsWrittenOnceHoweverManyChangesTheAppMissed() {
        changeEveryone("before");
        directory.comeToTheEnd();
        deliver(LATER);
        int before = target.writes().size();
        for (String title : List.of("one", "two", "three", "four", "five")) {
            changeEveryone(title);
        }
        directory.comeToTheEnd();

        deliver(LATER);

        assertThat(target.writes().size() - before).isEqualTo(USERS);
        assertThat(target.users().keySet()).allMatch(name -> name.endsWith("five"));
        assertThat(settled).hasSize(6 * USERS).noneMatch(end -> end.fault() != null);
        assertThat(settled.stream()
                        .filter(end -> end.delivery().sequence() == 6 * USERS)
                        .findFirst()
                        .orElseThrow()
                        .outcome())
                .isEqualTo(DeliveryOutcome.DELIVERED);
    }

    @Test
    void whatIsSettledAheadIsNotTakenBackByADirectoryThatIsLost() {
        changeEveryone("one");
        changeEveryone("two");
        directory.comeToTheEnd();
        deliver(LATER, BATCH);
        List<String> done = List.copyOf(target.users().keySet());
        directory.forget();

        deliver(LATER);

        assertThat(done).hasSize(BATCH).allMatch(name -> name.endsWith("two"));
        assertThat(target.users().keySet()).hasSize(USERS).allMatch(name -> name.endsWith("two"));
        assertThat(target.writes()).hasSize(BATCH + 2 * (USERS - BATCH));
    }

    @Test
    void withoutADirectoryEveryStateIsDelivered() {
        changeEveryone("one");
        changeEveryone("two");

        deliver(LATER);

        assertThat(target.writes()).hasSize(2 * USERS);
        assertThat(target.users().keySet()).allMatch(name -> name.endsWith("two"));
    }

    @Test
    void whoIsDeletedOrDeactivatedByNowStaysUntilTheChangeThatSaysSo() {
        feed(feed.user("u1", "ada"));
        feed(feed.user("u2", "bob"));
        feed(feed.user("u1", "ada-2"));
        feed(feed.user("u2", "bob-2"));
        int others = topic.size();
        feed(feed.deleteUser("u1"));
        feed(feed.user("u2", "bob-2", false));
        directory.comeToTheEnd();

        deliver(LATER, others);
        assertThat(target.users()).isEqualTo(Map.of("ada-2", true, "bob-2", true));

        deliver(LATER);
        assertThat(target.users()).isEqualTo(Map.of("bob-2", false));
    }

    @Test
    void membersOfGroupsEndAsTheTopicHasThem() {
        feed(feed.user("u1", "ada"));
        feed(feed.group("g1", "Staff", List.of("u1"), List.of()));
        feed(feed.user("u2", "bob"));
        feed(feed.group("g1", "Staff", List.of("u2"), List.of()));
        feed(feed.user("u1", "ada-2"));
        feed(feed.group("g1", "Staff", List.of(), List.of("u2")));
        feed(feed.user("u2", "bob-2"));
        directory.comeToTheEnd();

        for (int at = 0; at < 7; at++) {
            deliver(LATER, 1);
        }

        assertThat(target.users().keySet()).containsExactlyInAnyOrder("ada-2", "bob-2");
        assertThat(target.members("Staff")).containsExactly("ada-2");
    }

    @Test
    void aNameThatIsStillTakenIsNoDeadLetterForItIsFreeInTime() {
        feed(feed.user("u1", "ada"));
        feed(feed.user("u2", "bob"));
        directory.comeToTheEnd();
        deliver(LATER);
        target.faults()
                .answerWhere(request -> request.startsWith("PUT")
                                && request.contains("\"userName\":\"ada\"")
                                && !request.contains("\"externalId\":\"u1\"")
                                && target.users().containsKey("ada")
                        ? Optional.of(409)
                        : Optional.empty());
        feed(feed.user("u2", "bob-2"));
        feed(feed.user("u1", "ada-2"));
        feed(feed.user("u2", "ada"));
        directory.comeToTheEnd();

        for (int at = 0; at < 3; at++) {
            deliver(LATER, 1);
        }

        assertThat(target.users().keySet()).containsExactlyInAnyOrder("ada-2", "ada");
        assertThat(settled).hasSize(5).noneMatch(end -> end.fault() != null);
    }

    @Test
    void liveChangesAreDeliveredAsTheyAre() {
        feed(feed.user("u1", "ada"));
        feed(feed.user("u1", "ada-2"));
        directory.comeToTheEnd();

        deliver(Clock.systemUTC(), 1);

        assertThat(target.users()).containsOnlyKeys("ada");
    }

    private void changeEveryone(String title) {
        for (int user = 0; user < USERS; user++) {
            feed(feed.user("u" + user, "user" + user + "-" + title));
        }
    }

    private void feed(IdentityChange change) {
        directory.add(change);
        topic.add(new Delivery(appId, change, Batches.delivery(change).source()));
    }

    /** All that is left, in batches. */
    private void deliver(Clock clock) {
        while (!topic.isEmpty()) {
            deliver(clock, Math.min(BATCH, topic.size()));
        }
    }

    private void deliver(Clock clock, int count) {
        List<Delivery> batch = List.copyOf(topic.subList(0, count));
        var ids = new HashSet<String>();
        batch.forEach(delivery -> ids.addAll(delivery.ledgerIds()));
        Map<String, LedgerEntry> known = ledger.find(ids);
        Round round = new Round(known, TestSuspects.none(), false, Instant.MAX, clock);
        courier.deliver(batch, round);
        ledger.write(round.takeTouched());
        assertThat(round.isComplete(batch)).isTrue();
        settled.addAll(round.settled());
        topic.subList(0, count).clear();
    }

    private App app() {
        var setting = AppSetting.newBuilder()
                .setName(appId)
                .setKind(AppKind.SCIM)
                .setUrl(target.url())
                .setSealedSecret("")
                .build();
        return new App(appId, URI.create(target.url()), ScimTarget.TOKEN, List.of(), setting, 0);
    }
}
