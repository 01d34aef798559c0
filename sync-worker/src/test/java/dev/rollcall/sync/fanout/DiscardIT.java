package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.Cause;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.event.HoldOutcome;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.Orders;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.WebhookReceiver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What apps get of a connection whose held changes an operator discards. */
class DiscardIT {

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

    @BeforeAll
    static void start() {
        worker.begin();
    }

    @Test
    void aDiscardedHoldLeavesTheAppsWithThoseWhoLeftAndBringsAllElse() {
        String scimApp = stage.save(AppKind.SCIM, scim.url(), ScimTarget.TOKEN);
        String hookApp = stage.save(AppKind.WEBHOOK, hook.url(), WebhookReceiver.SECRET);
        worker.topics.publish(ofHeld.user("u1", "ada"), ofHeld.user("u2", "bob"), ofHeld.user("u3", "cyd"));
        apps.forEach(worker.groups::awaitCaughtUp);
        long first = 4;
        worker.topics.publish(
                HoldStage.held(first, ofHeld.deleteUser("u1")),
                HoldStage.held(first, ofHeld.user("u2", "bob", false)),
                HoldStage.held(first, ofHeld.user("u2", "bobby", false)),
                HoldStage.held(first, ofHeld.user("u3", "cydney")),
                HoldStage.held(first, ofHeld.user("u4", "dan")));

        worker.settings.decide(held, Orders.hold(first), HoldOutcome.DISCARDED);
        apps.forEach(worker.groups::awaitCaughtUp);

        assertThat(scim.users()).isEqualTo(Map.of("ada", true, "bob", true, "cydney", true, "dan", true));
        assertThat(HoldStage.sequences(hook, ofHeld)).containsExactlyInAnyOrder(1L, 2L, 3L, 7L, 8L);
        assertThat(worker.told.receipts(scimApp, "u1").getLast()).satisfies(receipt -> {
            assertThat(receipt.getOutcome()).isEqualTo(DeliveryOutcome.SKIPPED);
            assertThat(receipt.getOperator()).isEqualTo("admin-token");
            assertThat(receipt.getReason()).isEqualTo("A test");
        });
        assertThat(worker.told.receipts(hookApp, "u2")).hasSize(3);
        assertThat(stage.ledger(scimApp, "u1").outcome())
                .as("nobody vouches for that the person is out")
                .isEqualTo(DeliveryOutcome.FAILED);

        worker.topics.publish(ofHeld.user("u9", "ada"), ofHeld.user("u2", "bob"));
        apps.forEach(worker.groups::awaitCaughtUp);
        assertThat(scim.users()).isEqualTo(Map.of("ada", true, "bob", true, "cydney", true, "dan", true));
        assertThat(scim.user("ada").path("externalId").asString())
                .as("whoever is made anew at the provider gets the account")
                .isEqualTo("u9");

        worker.topics.publish(ofHeld.user("u2", "bob", false));
        worker.groups.awaitCaughtUp(scimApp);
        assertThat(scim.users().get("bob")).as("what comes later is delivered").isFalse();
    }

    @Test
    void whoIsErasedInAHoldThatIsDiscardedLeavesTheAppsAndWhoIsRestoredInItIsThereOnce() {
        String scimApp = stage.save(AppKind.SCIM, scim.url(), ScimTarget.TOKEN);
        String hookApp = stage.save(AppKind.WEBHOOK, hook.url(), WebhookReceiver.SECRET);
        worker.topics.publish(ofHeld.user("u1", "ada"), ofHeld.user("u2", "bob"), ofHeld.user("u3", "cyd"));
        apps.forEach(worker.groups::awaitCaughtUp);
        long first = 4;
        IdentityChange gone = HoldStage.held(first, ofHeld.deleteUser("u1"));
        IdentityChange off = HoldStage.held(first, ofHeld.user("u2", "bob", false));
        IdentityChange erased = HoldStage.held(first, ofHeld.deleteUser("u3"));
        erased.setCause(Cause.ERASURE);
        IdentityChange restored = HoldStage.held(first, ofHeld.user("u1-again", "ada"));
        restored.setCause(Cause.RESTORE);
        worker.topics.publish(gone, off, erased, restored, ofFree.user("f1", "fay"));
        await().untilAsserted(
                        () -> assertThat(HoldStage.sequences(hook, ofFree)).hasSize(1));
        assertThat(scim.users()).containsKeys("ada", "bob", "cyd");
        assertThat(stage.ledger(scimApp, "u3").sequence()).as("it waits").isEqualTo(3);

        worker.settings.decide(held, Orders.hold(first), HoldOutcome.DISCARDED);
        apps.forEach(worker.groups::awaitCaughtUp);

        assertThat(scim.users()).isEqualTo(Map.of("ada", true, "bob", true, "fay", true));
        assertThat(scim.user("ada").path("externalId").asString()).isEqualTo("u1-again");
        assertThat(stage.ledger(scimApp, "u3").deleted()).isTrue();
        assertThat(HoldStage.sequences(hook, ofHeld)).containsExactlyInAnyOrder(1L, 2L, 3L, 6L, 7L);
        assertThat(outcomes(hookApp, "u3")).containsExactly(DeliveryOutcome.DELIVERED, DeliveryOutcome.DELIVERED);
    }

    @Test
    void whoeverIsMadeAnewInADiscardedHoldGetsTheAccountAndWhoComesBackKeepsIt() {
        String scimApp = stage.save(AppKind.SCIM, scim.url(), ScimTarget.TOKEN);
        worker.topics.publish(ofHeld.user("u1", "ada"), ofHeld.user("u2", "bob"));
        worker.groups.awaitCaughtUp(scimApp);
        long first = 3;
        worker.topics.publish(
                HoldStage.held(first, ofHeld.deleteUser("u1")),
                HoldStage.held(first, ofHeld.user("u9", "ada")),
                HoldStage.held(first, ofHeld.user("u2", "bob", false)),
                HoldStage.held(first, ofHeld.user("u2", "bobby", true)),
                HoldStage.held(first, ofHeld.user("u2", "bobby", false)));

        worker.settings.decide(held, Orders.hold(first), HoldOutcome.DISCARDED);
        worker.groups.awaitCaughtUp(scimApp);

        assertThat(scim.users()).isEqualTo(Map.of("ada", true, "bobby", true));
        assertThat(scim.user("ada").path("externalId").asString()).isEqualTo("u9");
        assertThat(outcomes(scimApp, "u1")).containsExactly(DeliveryOutcome.DELIVERED, DeliveryOutcome.SKIPPED);
        assertThat(outcomes(scimApp, "u9")).containsExactly(DeliveryOutcome.DELIVERED);
        assertThat(outcomes(scimApp, "u2"))
                .containsExactly(
                        DeliveryOutcome.DELIVERED,
                        DeliveryOutcome.SKIPPED,
                        DeliveryOutcome.DELIVERED,
                        DeliveryOutcome.SKIPPED);
    }

    @Test
    void whatWasDiscardedIsSentWhereAnOperatorForcesIt() {
        String scimApp = stage.save(AppKind.SCIM, scim.url(), ScimTarget.TOKEN);
        String hookApp = stage.save(AppKind.WEBHOOK, hook.url(), WebhookReceiver.SECRET);
        IdentityChange joined = ofHeld.user("u1", "ada");
        IdentityChange left = HoldStage.held(2, ofHeld.user("u1", "ada", false));
        worker.projectAndPublish(joined, left);
        worker.settings.decide(held, Orders.hold(2), HoldOutcome.DISCARDED);
        apps.forEach(worker.groups::awaitCaughtUp);

        apps.forEach(app -> worker.topics.replay(app, "unforced-" + app, false, left));
        apps.forEach(worker.groups::awaitCaughtUp);
        assertThat(scim.users()).containsEntry("ada", true);
        assertThat(HoldStage.sequences(hook, ofHeld)).containsExactly(1L);

        apps.forEach(app -> worker.topics.replay(app, "forced-" + app, true, left));
        apps.forEach(worker.groups::awaitCaughtUp);
        assertThat(scim.users()).containsEntry("ada", false);
        assertThat(HoldStage.sequences(hook, ofHeld)).containsExactly(1L, 2L);
        assertThat(outcomes(scimApp, "u1")).endsWith(DeliveryOutcome.DELIVERED);
        assertThat(outcomes(hookApp, "u1")).endsWith(DeliveryOutcome.DELIVERED);
    }

    @Test
    void anAppWhoseScopeLooksAtGroupsKeepsWhoLeftInADiscardedHoldThoughTheDirectoryHasThemNot() {
        List<String> both = stage.saveWhoIsInSales();
        stage.comeToAHoldOfThoseInSales();

        worker.settings.decide(held, Orders.hold(6), HoldOutcome.DISCARDED);
        both.forEach(worker.groups::awaitCaughtUp);

        assertThat(scim.users()).isEqualTo(Map.of("adele", true, "bobby", true, "faye", true));
        assertThat(scim.members("Sales")).contains("adele", "bobby");
        assertThat(HoldStage.types(hook, "u1")).doesNotContain("user.left", "user.deactivated", "user.deleted");
        assertThat(HoldStage.types(hook, "u2")).doesNotContain("user.left", "user.deleted");
    }

    @Test
    void whatIsDiscardedHasAReceiptAlsoWhereTheAppWasBroughtAheadOfIt() {
        IdentityChange joined = ofHeld.user("u1", "ada");
        joined.setTime(Instant.now().minus(Duration.ofMinutes(1)));
        worker.projections.projectHold(held, Orders.hold(2));
        worker.settings.decide(held, Orders.hold(2), HoldOutcome.DISCARDED);
        worker.projectAndPublish(
                joined,
                HoldStage.held(2, ofHeld.user("u1", "ada", false)),
                HoldStage.held(2, ofHeld.user("u1", "adele")));
        await().until(() -> worker.bean(Settings.class).hold(Keys.hold(held, 2)).isPresent());
        String scimApp = stage.save(AppKind.SCIM, scim.url(), ScimTarget.TOKEN);
        worker.groups.awaitCaughtUp(scimApp);

        assertThat(scim.writes()).as("brought ahead").containsExactly("POST /Users");
        assertThat(scim.users()).isEqualTo(Map.of("adele", true));
        assertThat(worker.topics.read(Topics.RECEIPTS, DeliveryReceipt.class).stream()
                        .filter(receipt -> receipt.getApp().equals(scimApp) && receipt.getSequence() == 2))
                .singleElement()
                .satisfies(receipt -> {
                    assertThat(receipt.getOutcome()).isEqualTo(DeliveryOutcome.SKIPPED);
                    assertThat(receipt.getOperator()).isEqualTo("admin-token");
                });
    }

    private List<DeliveryOutcome> outcomes(String app, String resource) {
        return worker.told.receipts(app, resource).stream()
                .map(DeliveryReceipt::getOutcome)
                .toList();
    }
}
