package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.Fault;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.UpdateMethod;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.app.AppHttp;
import dev.rollcall.sync.app.Seats;
import dev.rollcall.sync.target.Patching;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.TestApps;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.node.ObjectNode;

/** Groups of an app that knows no PATCH; counted by what the app itself was asked to write. */
class GroupPutsIT {

    private static final Clock CLOCK = Clock.systemUTC();

    private final Ledger ledger = TestLedgers.create();
    private final String appId = UUID.randomUUID().toString();
    private final Changes feed = new Changes("c1");
    private final TestDirectory directory = new TestDirectory();
    private final List<Delivery> topic = new ArrayList<>();
    private final ScimTarget target = new ScimTarget();
    private final AppHttp http =
            new AppHttp(TestApps.properties(Duration.ofSeconds(5), DataSize.ofMegabytes(1)), CLOCK);
    private final Courier courier = new Couriers(
                    http, ledger, new Seats(new Settings()), directory, directory, TestTokens.of(new Settings()), CLOCK)
            .engage(app(), 4, 2);

    @AfterEach
    void close() {
        courier.close();
        http.close();
        target.close();
    }

    @Test
    void whoIsNoneOfOursStaysAndOursGoAndComeAsTheDirectoryHasThem() {
        target.patching(Patching.DENIED);
        feed(feed.user("u1", "ada"));
        feed(feed.user("u2", "bob"));
        feed(feed.user("u3", "cy"));
        feed(feed.group("g1", "Staff", List.of("u1"), List.of()));
        deliver();
        String stranger = target.seedUser("stranger");
        enroll(stranger);
        enroll(target.user("cy").path("id").asString());
        assertThat(target.members("Staff")).containsExactlyInAnyOrder("ada", "stranger", "cy");

        feed(feed.group("g1", "Staff", List.of("u2"), List.of("u1")));
        deliver();

        assertThat(target.members("Staff")).containsExactlyInAnyOrder("bob", "stranger");
        assertThat(target.writes()).doesNotContain("PATCH /Groups");
    }

    @Test
    void whoComesBetweenOurReadingAndOurPutStaysWhereTheAppMindsVersions() {
        target.patching(Patching.DENIED_BUT_VERSIONS);
        feed(feed.user("u1", "ada"));
        feed(feed.user("u2", "bob"));
        feed(feed.group("g1", "Staff", List.of("u1"), List.of()));
        deliver();
        String stranger = target.seedUser("stranger");
        target.afterNextRead(() -> enroll(stranger));
        int before = puts();

        feed(feed.group("g1", "Staff", List.of("u2"), List.of("u1")));
        deliver();

        assertThat(target.members("Staff")).containsExactlyInAnyOrder("bob", "stranger");
        assertThat(puts() - before).isEqualTo(2);
    }

    @Test
    void aGroupThatOthersKeepChangingIsReadAnewFourTimesAndThenGivenUp() {
        target.patching(Patching.DENIED_BUT_VERSIONS);
        feed(feed.user("u1", "ada"));
        feed(feed.user("u2", "bob"));
        feed(feed.group("g1", "Staff", List.of("u1"), List.of()));
        deliver();
        int before = puts();

        editAfterReads(4);
        feed(feed.group("g1", "Staff", List.of("u2"), List.of()));
        deliver();
        assertThat(target.members("Staff")).containsExactlyInAnyOrder("ada", "bob");
        assertThat(puts() - before).isEqualTo(5);

        editAfterReads(99);
        feed(feed.group("g1", "Staff", List.of(), List.of("u1")));
        Round round = settled();
        assertThat(round.settled()).singleElement().satisfies(end -> {
            assertThat(end.outcome()).isEqualTo(DeliveryOutcome.FAILED);
            assertThat(end.status()).isEqualTo(412);
        });
        assertThat(puts() - before).as("each of its two attempts").isEqualTo(15);
        assertThat(target.members("Staff")).containsExactlyInAnyOrder("ada", "bob");
    }

    private void editAfterReads(int times) {
        target.afterNextRead(() -> {
            target.editGroup("Staff", group -> group.put("externalId", "edit-" + times));
            if (times > 1) {
                editAfterReads(times - 1);
            }
        });
    }

    @Test
    void membershipsOfABatchAreOnePutAndTheSameAgainIsNone() {
        target.patching(Patching.DENIED);
        IntStream.range(0, 20).forEach(user -> feed(feed.user("u" + user, "user" + user)));
        feed(feed.group("g1", "Staff", List.of(), List.of()));
        deliver();
        List<Delivery> batch = new ArrayList<>();
        IntStream.range(0, 20).forEach(user -> feed(feed.group("g1", "Staff", List.of("u" + user), List.of())));
        batch.addAll(topic);
        int before = puts();

        directory.comeToTheEnd();
        for (int time = 0; time < 2; time++) {
            // nothing of it is written down, as by a worker that dies
            Round round = new Round(known(batch), TestSuspects.none(), false, Instant.MAX, CLOCK);
            courier.deliver(batch, round);
            assertThat(round.isComplete(batch)).isTrue();
        }

        assertThat(puts() - before).isEqualTo(1);
        assertThat(target.members("Staff")).hasSize(20);
    }

    @Test
    void anAppThatSaysNothingIsAskedForAPatchOnceAndGetsTheChangeNevertheless() {
        target.patching(Patching.NOT_IMPLEMENTED);
        feed(feed.user("u1", "ada"));
        feed(feed.group("g1", "Staff", List.of("u1"), List.of()));
        deliver();
        feed(feed.group("g1", "Crew", List.of(), List.of("u1")));
        feed(feed.group("g2", "Board", List.of("u1"), List.of()));
        deliver();

        assertThat(target.writes()).containsOnlyOnce("PATCH /Groups");
        assertThat(target.groups()).containsExactly("Board", "Crew");
        assertThat(target.members("Crew")).isEmpty();
        assertThat(target.members("Board")).containsExactly("ada");
    }

    @Test
    void aPatchOfAUserThatIsNotReadSaysNothingOfGroups() {
        feed(feed.user("u1", "ada"));
        feed(feed.group("g1", "Staff", List.of("u1"), List.of()));
        deliver();
        target.patching(Patching.UNREAD);
        feed(feed.user("u1", "ada2"));
        deliver();
        assertThat(target.users()).containsOnlyKeys("ada2");
        assertThat(target.writes()).containsSubsequence("PATCH /Users", "PUT /Users");

        target.patching(Patching.KNOWN);
        feed(feed.group("g1", "Crew", List.of(), List.of("u1")));
        deliver();

        assertThat(target.writes()).contains("PATCH /Groups").doesNotContain("PUT /Groups");
        assertThat(target.members("Crew")).isEmpty();
    }

    @Test
    void aGroupThatTheAppLostIsMadeAnewWithAllItsMembers() {
        target.patching(Patching.DENIED);
        feed(feed.user("u1", "ada"));
        feed(feed.user("u2", "bob"));
        feed(feed.group("g1", "Staff", List.of("u1"), List.of()));
        deliver();
        target.loseGroup("Staff");

        feed(feed.group("g1", "Staff", List.of("u2"), List.of()));
        deliver();

        assertThat(target.members("Staff")).containsExactlyInAnyOrder("ada", "bob");
    }

    @Test
    void aGroupThatCannotBeReadIsGivenUpAndNeverPutWithoutThoseWhomItMayHold() {
        target.patching(Patching.DENIED);
        feed(feed.user("u1", "ada"));
        feed(feed.group("g1", "Staff", List.of("u1"), List.of()));
        deliver();
        int before = puts();

        assertThat(causeWhereAGroupIsReadAs("{\"schemas\": []}")).isEqualTo("group-not-shown");
        assertThat(causeWhereAGroupIsReadAs("\"" + "x".repeat(2 << 20) + "\"")).isEqualTo("group-too-large");

        assertThat(puts()).isEqualTo(before);
        assertThat(target.members("Staff")).containsExactly("ada");
    }

    private String causeWhereAGroupIsReadAs(String body) {
        target.faults().answerReads(path -> path.contains("/Groups/") ? Optional.of(body) : Optional.empty());
        feed(feed.group("g1", "Staff", List.of(), List.of("u1")));
        directory.comeToTheEnd();
        Round round = new Round(known(topic), TestSuspects.none(), false, Instant.MAX, CLOCK);
        courier.deliver(topic, round);
        topic.clear();
        Settled end = round.settled().getFirst();
        assertThat(end.fault()).isEqualTo(Fault.RESOURCE);
        return end.code();
    }

    @Test
    void aStormOfMembershipsEndsEqualWhereverWorkersDieAndTheAppFails() {
        target.patching(Patching.NOT_ALLOWED);
        var random = new Random(7);
        Map<String, Set<String>> expected = new HashMap<>();
        for (int group = 0; group < 4; group++) {
            feed(feed.group("g" + group, "g" + group, List.of(), List.of()));
            expected.put("g" + group, new TreeSet<>());
        }
        IntStream.range(0, 120).forEach(user -> feed(feed.user("u" + user, "user" + user)));
        for (int change = 0; change < 900; change++) {
            String user = "user" + random.nextInt(120);
            String group = "g" + random.nextInt(4);
            boolean comes = expected.get(group).add(user);
            if (!comes) {
                expected.get(group).remove(user);
            }
            List<String> one = List.of(user.replace("user", "u"));
            feed(feed.group(group, group, comes ? one : List.of(), comes ? List.of() : one));
        }

        int at = 0;
        int batches = 0;
        while (at < topic.size()) {
            List<Delivery> batch = topic.subList(at, Math.min(topic.size(), at + 20 + random.nextInt(60)));
            directory.comeTo(Math.min(topic.size(), batch.getLast().sequence() + random.nextInt(50)));
            boolean fails = random.nextInt(4) == 0;
            var failing = new Random(random.nextLong());
            target.faults().answerWhere(request -> {
                synchronized (failing) {
                    return fails && failing.nextInt(5) == 0 ? Optional.of(503) : Optional.empty();
                }
            });
            Round round = new Round(known(batch), TestSuspects.none(), false, Instant.MAX, CLOCK);
            courier.deliver(batch, round);
            assertThat(round.settled()).noneMatch(end -> end.fault() != null);
            if (random.nextInt(4) > 0) {
                ledger.write(round.takeTouched());
                at += round.isComplete(batch) ? batch.size() : 0;
            }
            batches++;
        }

        expected.forEach((group, members) -> assertThat(target.members(group)).isEqualTo(members));
        assertThat(puts()).isLessThanOrEqualTo(4 * batches);
    }

    private int puts() {
        return (int) target.writes().stream().filter("PUT /Groups"::equals).count();
    }

    private void enroll(String remoteId) {
        target.editGroup(
                "Staff",
                (ObjectNode group) -> group.withArray("/members").addObject().put("value", remoteId));
    }

    private void feed(IdentityChange change) {
        directory.add(change);
        topic.add(new Delivery(appId, change, Batches.delivery(change).source()));
    }

    private void deliver() {
        assertThat(settled().settled()).noneMatch(end -> end.fault() != null);
    }

    private Round settled() {
        List<Delivery> batch = List.copyOf(topic);
        directory.comeToTheEnd();
        Round round = new Round(known(batch), TestSuspects.none(), false, Instant.MAX, CLOCK);
        courier.deliver(batch, round);
        ledger.write(round.takeTouched());
        assertThat(round.isComplete(batch)).isTrue();
        topic.clear();
        return round;
    }

    private Map<String, LedgerEntry> known(List<Delivery> batch) {
        var ids = new HashSet<String>();
        batch.forEach(delivery -> ids.addAll(delivery.ledgerIds()));
        return ledger.find(ids);
    }

    private App app() {
        var setting = AppSetting.newBuilder()
                .setName(appId)
                .setKind(AppKind.SCIM)
                .setUrl(target.url())
                .setSealedSecret("")
                .setUpdateMethod(UpdateMethod.PATCH)
                .build();
        return new App(appId, URI.create(target.url()), ScimTarget.TOKEN, List.of(), setting, 0);
    }
}
