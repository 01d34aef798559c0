package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.event.HoldOutcome;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.delivery.EventQueue;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.Orders;
import dev.rollcall.sync.target.EventReceiver;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.WebhookReceiver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;

/** What apps get of a connection whose changes are held, and what of the others. */
class HoldIT {

    @AutoClose
    private static final TestWorker worker = new TestWorker();

    @AutoClose
    private final HoldStage stage = new HoldStage(worker);

    private final String held = stage.held;
    private final Changes ofHeld = stage.ofHeld;
    private final Changes ofFree = stage.ofFree;
    private final List<String> apps = stage.apps;
    private final ScimTarget scim = stage.scim;
    private final WebhookReceiver hook = stage.hook;
    private final String pushApp = stage.pushApp;
    private final EventReceiver receiver = stage.receiver;

    @BeforeAll
    static void start() {
        worker.begin();
    }

    @Test
    void aHeldConnectionWaitsAtAppsOfEveryKindWhileAnotherOfItsPartitionGoesOn() {
        String scimApp = stage.save(AppKind.SCIM, scim.url(), ScimTarget.TOKEN);
        String hookApp = stage.save(AppKind.WEBHOOK, hook.url(), WebhookReceiver.SECRET);
        stage.save(pushApp, AppKind.SET_PUSH, receiver.url(), EventReceiver.TOKEN);
        String pollApp = stage.save(AppKind.SET_POLL, "", "");
        var queue = new EventQueue(worker.bean(MongoTemplate.class).getDb());
        worker.topics.publish(ofHeld.user("u1", "ada"), ofHeld.user("u2", "bob"), ofFree.user("f1", "fay"));
        apps.forEach(worker.groups::awaitCaughtUp);

        long first = 3;
        worker.topics.publish(
                HoldStage.held(first, ofHeld.deleteUser("u1")),
                HoldStage.held(first, ofHeld.user("u2", "bob", false)),
                ofFree.user("f2", "flo"),
                HoldStage.held(first, ofHeld.user("u3", "cyd")),
                ofFree.user("f1", "faye"));

        await().untilAsserted(() -> {
            assertThat(scim.users()).isEqualTo(Map.of("ada", true, "bob", true, "faye", true, "flo", true));
            assertThat(HoldStage.sequences(hook, ofFree)).containsExactlyInAnyOrder(1L, 2L, 3L);
            assertThat(receiver.events()).hasSize(5);
            assertThat(queue.head(pollApp, 100)).hasSize(5);
        });
        assertThat(HoldStage.sequences(hook, ofHeld)).containsExactlyInAnyOrder(1L, 2L);

        worker.settings.decide(held, Orders.hold(first), HoldOutcome.RELEASED);
        apps.forEach(worker.groups::awaitCaughtUp);

        assertThat(scim.users()).isEqualTo(Map.of("bob", false, "cyd", true, "faye", true, "flo", true));
        assertThat(hook.messages()).hasSize(8);
        assertThat(HoldStage.sequences(hook, ofHeld)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
        assertThat(receiver.events()).hasSizeGreaterThanOrEqualTo(8);
        assertThat(receiver.repeated()).isEmpty();
        assertThat(queue.head(pollApp, 100))
                .extracting(token -> token.sequence())
                .contains(5L);
        assertThat(List.of(scimApp, hookApp, pushApp, pollApp))
                .allSatisfy(app -> assertThat(outcomes(app, "u1"))
                        .containsExactly(DeliveryOutcome.DELIVERED, DeliveryOutcome.DELIVERED));
    }

    @Test
    void aReleasedHoldIsDeliveredInOrderAndOnceAlsoByAWorkerThatDiedInTheHoldAndInTheRelease() throws Exception {
        String hookApp = stage.save(AppKind.WEBHOOK, hook.url(), WebhookReceiver.SECRET);
        worker.topics.publish(ofHeld.user("u1", "ada"), ofHeld.user("u2", "bob"));
        worker.groups.awaitCaughtUp(hookApp);
        long first = 3;
        List<IdentityChange> all = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            all.add(HoldStage.held(first, ofHeld.user("u1", "ada" + round, round % 2 == 1)));
            all.add(ofFree.user("f1", "fay" + round));
            all.add(HoldStage.held(first, ofHeld.user("u2", "bob" + round, round % 2 == 1)));
        }
        worker.topics.publish(all.subList(0, 15).toArray(IdentityChange[]::new));
        await().untilAsserted(
                        () -> assertThat(HoldStage.sequences(hook, ofFree)).hasSize(5));

        worker.stop();
        worker.start();
        worker.topics.publish(all.subList(15, all.size()).toArray(IdentityChange[]::new));
        await().untilAsserted(
                        () -> assertThat(HoldStage.sequences(hook, ofFree)).hasSize(10));
        assertThat(HoldStage.sequences(hook, ofHeld)).hasSize(2);

        var taken = hook.takeWithoutAnswer();
        worker.settings.decide(held, Orders.hold(first), HoldOutcome.RELEASED);
        taken.await();
        worker.stop();
        hook.recover();
        worker.start();
        worker.groups.awaitCaughtUp(hookApp);

        assertThat(HoldStage.firstOfEach(hook, ofHeld, "u1"))
                .as("each change once but for what the dead worker had not written down, in order")
                .hasSize(11)
                .isSorted();
        assertThat(HoldStage.firstOfEach(hook, ofHeld, "u2")).hasSize(11).isSorted();
        assertThat(HoldStage.sequences(hook, ofHeld).size())
                .as("sent again: at most what was under way, one of each user")
                .isLessThanOrEqualTo(24);
        assertThat(HoldStage.sequences(hook, ofFree))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 10).boxed().toList());
    }

    @Test
    void whatCameBeforeAHoldIsDeliveredThoughTheHoldIsReleasedWhileTheAppIsDown() {
        worker.topics.publish(ofHeld.user("u1", "ada"), HoldStage.held(2, ofHeld.user("u1", "ada", false)));
        hook.answerAllWith(503);
        String hookApp = stage.save(AppKind.WEBHOOK, hook.url(), WebhookReceiver.SECRET);
        await().until(() -> hook.requests() > 1);

        worker.settings.decide(held, Orders.hold(2), HoldOutcome.RELEASED);
        await().until(() -> worker.bean(Settings.class).hold(Keys.hold(held, 2)).isPresent());
        int requests = hook.requests();
        await().until(() -> hook.requests() > requests + 1);
        hook.recover();
        worker.groups.awaitCaughtUp(hookApp);

        assertThat(HoldStage.sequences(hook, ofHeld)).containsExactly(1L, 2L);
    }

    @Test
    void anAppThatIsBehindIsNotBroughtAheadToWhatIsHeld() {
        IdentityChange joined = ofHeld.user("u1", "ada");
        joined.setTime(Instant.now().minus(Duration.ofMinutes(1)));
        worker.projections.projectHold(held, Orders.hold(2));
        worker.projectAndPublish(joined, HoldStage.held(2, ofHeld.user("u1", "adele")));
        String scimApp = stage.save(AppKind.SCIM, scim.url(), ScimTarget.TOKEN);

        await().until(() -> !outcomes(scimApp, "u1").isEmpty());
        assertThat(scim.users()).isEqualTo(Map.of("ada", true));

        worker.settings.decide(held, Orders.hold(2), HoldOutcome.RELEASED);
        worker.groups.awaitCaughtUp(scimApp);
        assertThat(scim.users()).isEqualTo(Map.of("adele", true));
    }

    @Test
    void aRetryOfAHeldConnectionWaitsToo() {
        hook.answerWhere(body -> body.contains("\"sequence\":1,") ? Optional.of(422) : Optional.empty());
        String hookApp = stage.save(AppKind.WEBHOOK, hook.url(), WebhookReceiver.SECRET);
        worker.topics.publish(ofHeld.user("u1", "ada"));
        worker.groups.awaitCaughtUp(hookApp);
        DeadLetter letter = worker.topics.read(Topics.DEAD_LETTERS, DeadLetter.class).stream()
                .filter(each -> hookApp.equals(each.getApp()))
                .findFirst()
                .orElseThrow();
        hook.recover();
        worker.projections.projectHold(held, Orders.hold(3));

        worker.topics.retry(letter);
        worker.topics.publish(ofFree.user("f1", "fay"));
        await().untilAsserted(
                        () -> assertThat(HoldStage.sequences(hook, ofFree)).hasSize(1));
        worker.topics.publish(ofHeld.user("u2", "bob"), HoldStage.held(3, ofHeld.user("u2", "bobby")));
        await().untilAsserted(() -> assertThat(HoldStage.sequences(hook, ofHeld))
                .as("what came before the hold goes on")
                .containsExactly(2L));
        await().during(Duration.ofMillis(500))
                .untilAsserted(
                        () -> assertThat(HoldStage.sequences(hook, ofHeld)).containsExactly(2L));

        worker.settings.decide(held, Orders.hold(3), HoldOutcome.RELEASED);
        worker.groups.awaitCaughtUp(hookApp);
        assertThat(HoldStage.sequences(hook, ofHeld)).containsExactlyInAnyOrder(1L, 2L, 3L);
    }

    @Test
    void anAppWhoseScopeLooksAtGroupsIsToldNothingThatIsHeldThoughTheDirectoryHasIt() {
        List<String> both = stage.saveWhoIsInSales();
        stage.comeToAHoldOfThoseInSales();

        await().untilAsserted(() -> assertThat(scim.users()).containsKey("faye"));
        assertThat(scim.users()).isEqualTo(Map.of("ada", true, "bob", true, "faye", true));
        assertThat(HoldStage.sequences(hook, ofHeld)).allMatch(sequence -> sequence <= 3);

        worker.settings.decide(held, Orders.hold(6), HoldOutcome.RELEASED);
        both.forEach(worker.groups::awaitCaughtUp);
        assertThat(scim.users()).isEqualTo(Map.of("adele", false, "faye", true));
        assertThat(HoldStage.firstOfEach(hook, ofHeld, "u1")).endsWith(4L, 6L);
        assertThat(HoldStage.types(hook, "u2")).endsWith("user.deleted");
        assertThat(stage.statuses(both))
                .as("a hold is nobody's failure")
                .allSatisfy(status -> assertThat(status.failing()).isNull());
    }

    @Test
    void aGroupThatAnAppHasLostComesBackWithItsMembersOnceTheHoldIsDecidedAbout() {
        String scimApp = stage.save(AppKind.SCIM, scim.url(), ScimTarget.TOKEN);
        worker.projectAndPublish(
                ofHeld.user("u1", "ada"),
                ofHeld.user("u2", "bob"),
                ofHeld.group("g1", "Sales", List.of("u1", "u2"), List.of()));
        worker.groups.awaitCaughtUp(scimApp);
        scim.loseGroup("Sales");
        IdentityChange renamed = ofHeld.group("g1", "Sellers", List.of(), List.of());
        IdentityChange left = HoldStage.held(5, ofHeld.group("g1", "Sellers", List.of(), List.of("u2")));
        worker.projections.projectHold(held, Orders.hold(5));
        worker.projections.project(renamed, left);
        worker.topics.publish(renamed, left, ofFree.user("f1", "fay"));

        await().untilAsserted(() -> assertThat(scim.users()).containsKey("fay"));
        assertThat(scim.groups()).isEmpty();

        worker.settings.decide(held, Orders.hold(5), HoldOutcome.RELEASED);
        worker.groups.awaitCaughtUp(scimApp);
        assertThat(scim.members("Sellers")).containsExactly("ada");
    }

    private List<DeliveryOutcome> outcomes(String app, String resource) {
        return worker.told.receipts(app, resource).stream()
                .map(DeliveryReceipt::getOutcome)
                .toList();
    }
}
