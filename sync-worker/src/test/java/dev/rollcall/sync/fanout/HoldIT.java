package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.Cause;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.event.Hold;
import dev.rollcall.event.HoldOutcome;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.delivery.AppStatus;
import dev.rollcall.schemas.delivery.EventQueue;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.ConnectionPartitioner;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.EventReceiver;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.WebhookReceiver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;

/** What apps get of a connection whose changes are held, and what of the others. */
class HoldIT {

    private static final TestWorker worker = new TestWorker();
    private static RSAKey key;

    private final String held = "c-" + UUID.randomUUID();
    private final String free = besides(held);
    private final Changes ofHeld = new Changes(held);
    private final Changes ofFree = new Changes(free);
    private final List<String> apps = new ArrayList<>();
    private final ScimTarget scim = new ScimTarget();
    private final WebhookReceiver hook = new WebhookReceiver();
    private final String pushApp = "hold-" + UUID.randomUUID();
    private final EventReceiver receiver =
            new EventReceiver(new JWKSet(key.toPublicJWK()), "https://rollcall.example.com", pushApp);

    @BeforeAll
    static void start() throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
        key = new RSAKeyGenerator(2048).keyID("k-" + UUID.randomUUID()).generate();
        worker.start();
        worker.saveSigningKey(key);
    }

    @AfterAll
    static void stop() {
        worker.removeSigningKey(key);
        worker.close();
        Awaitility.reset();
    }

    @AfterEach
    void removeApps() {
        apps.forEach(worker::removeApp);
        scim.close();
        hook.close();
        receiver.close();
    }

    @Test
    void aHeldConnectionWaitsAtAppsOfEveryKindWhileAnotherOfItsPartitionGoesOn() {
        String scimApp = save(AppKind.SCIM, scim.url(), ScimTarget.TOKEN);
        String hookApp = save(AppKind.WEBHOOK, hook.url(), WebhookReceiver.SECRET);
        save(pushApp, AppKind.SET_PUSH, receiver.url(), EventReceiver.TOKEN);
        String pollApp = save(AppKind.SET_POLL, "", "");
        var queue = new EventQueue(worker.bean(MongoTemplate.class).getDb());
        worker.publish(ofHeld.user("u1", "ada"), ofHeld.user("u2", "bob"), ofFree.user("f1", "fay"));
        apps.forEach(worker::awaitCaughtUp);

        long first = 3;
        worker.publish(
                held(first, ofHeld.deleteUser("u1")),
                held(first, ofHeld.user("u2", "bob", false)),
                ofFree.user("f2", "flo"),
                held(first, ofHeld.user("u3", "cyd")),
                ofFree.user("f1", "faye"));

        await().untilAsserted(() -> {
            assertThat(scim.users()).isEqualTo(Map.of("ada", true, "bob", true, "faye", true, "flo", true));
            assertThat(sequences(hook, ofFree)).containsExactlyInAnyOrder(1L, 2L, 3L);
            assertThat(receiver.events()).hasSize(5);
            assertThat(queue.head(pollApp, 100)).hasSize(5);
        });
        assertThat(sequences(hook, ofHeld)).containsExactlyInAnyOrder(1L, 2L);

        worker.decide(held, hold(first), HoldOutcome.RELEASED);
        apps.forEach(worker::awaitCaughtUp);

        assertThat(scim.users()).isEqualTo(Map.of("bob", false, "cyd", true, "faye", true, "flo", true));
        assertThat(hook.messages()).hasSize(8);
        assertThat(sequences(hook, ofHeld)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
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
        String hookApp = save(AppKind.WEBHOOK, hook.url(), WebhookReceiver.SECRET);
        worker.publish(ofHeld.user("u1", "ada"), ofHeld.user("u2", "bob"));
        worker.awaitCaughtUp(hookApp);
        long first = 3;
        List<IdentityChange> all = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            all.add(held(first, ofHeld.user("u1", "ada" + round, round % 2 == 1)));
            all.add(ofFree.user("f1", "fay" + round));
            all.add(held(first, ofHeld.user("u2", "bob" + round, round % 2 == 1)));
        }
        worker.publish(all.subList(0, 15).toArray(IdentityChange[]::new));
        await().untilAsserted(() -> assertThat(sequences(hook, ofFree)).hasSize(5));

        worker.stop();
        worker.start();
        worker.publish(all.subList(15, all.size()).toArray(IdentityChange[]::new));
        await().untilAsserted(() -> assertThat(sequences(hook, ofFree)).hasSize(10));
        assertThat(sequences(hook, ofHeld)).hasSize(2);

        var taken = hook.takeWithoutAnswer();
        worker.decide(held, hold(first), HoldOutcome.RELEASED);
        taken.await();
        worker.stop();
        hook.recover();
        worker.start();
        worker.awaitCaughtUp(hookApp);

        assertThat(firstOfEach(hook, ofHeld, "u1"))
                .as("each change once but for what the dead worker had not written down, in order")
                .hasSize(11)
                .isSorted();
        assertThat(firstOfEach(hook, ofHeld, "u2")).hasSize(11).isSorted();
        assertThat(sequences(hook, ofHeld).size())
                .as("sent again: at most what was under way, one of each user")
                .isLessThanOrEqualTo(24);
        assertThat(sequences(hook, ofFree))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 10).boxed().toList());
    }

    @Test
    void whatCameBeforeAHoldIsDeliveredThoughTheHoldIsReleasedWhileTheAppIsDown() {
        worker.publish(ofHeld.user("u1", "ada"), held(2, ofHeld.user("u1", "ada", false)));
        hook.answerAllWith(503);
        String hookApp = save(AppKind.WEBHOOK, hook.url(), WebhookReceiver.SECRET);
        await().until(() -> hook.requests() > 1);

        worker.decide(held, hold(2), HoldOutcome.RELEASED);
        await().until(() -> worker.bean(Settings.class).hold(Keys.hold(held, 2)).isPresent());
        int requests = hook.requests();
        await().until(() -> hook.requests() > requests + 1);
        hook.recover();
        worker.awaitCaughtUp(hookApp);

        assertThat(sequences(hook, ofHeld)).containsExactly(1L, 2L);
    }

    @Test
    void anAppThatIsBehindIsNotBroughtAheadToWhatIsHeld() {
        IdentityChange joined = ofHeld.user("u1", "ada");
        joined.setTime(Instant.now().minus(Duration.ofMinutes(1)));
        worker.projectHold(held, hold(2));
        worker.projectAndPublish(joined, held(2, ofHeld.user("u1", "adele")));
        String scimApp = save(AppKind.SCIM, scim.url(), ScimTarget.TOKEN);

        await().until(() -> !outcomes(scimApp, "u1").isEmpty());
        assertThat(scim.users()).isEqualTo(Map.of("ada", true));

        worker.decide(held, hold(2), HoldOutcome.RELEASED);
        worker.awaitCaughtUp(scimApp);
        assertThat(scim.users()).isEqualTo(Map.of("adele", true));
    }

    @Test
    void aDiscardedHoldLeavesTheAppsWithThoseWhoLeftAndBringsAllElse() {
        String scimApp = save(AppKind.SCIM, scim.url(), ScimTarget.TOKEN);
        String hookApp = save(AppKind.WEBHOOK, hook.url(), WebhookReceiver.SECRET);
        worker.publish(ofHeld.user("u1", "ada"), ofHeld.user("u2", "bob"), ofHeld.user("u3", "cyd"));
        apps.forEach(worker::awaitCaughtUp);
        long first = 4;
        worker.publish(
                held(first, ofHeld.deleteUser("u1")),
                held(first, ofHeld.user("u2", "bob", false)),
                held(first, ofHeld.user("u2", "bobby", false)),
                held(first, ofHeld.user("u3", "cydney")),
                held(first, ofHeld.user("u4", "dan")));

        worker.decide(held, hold(first), HoldOutcome.DISCARDED);
        apps.forEach(worker::awaitCaughtUp);

        assertThat(scim.users()).isEqualTo(Map.of("ada", true, "bob", true, "cydney", true, "dan", true));
        assertThat(sequences(hook, ofHeld)).containsExactlyInAnyOrder(1L, 2L, 3L, 7L, 8L);
        assertThat(receipts(scimApp, "u1").getLast()).satisfies(receipt -> {
            assertThat(receipt.getOutcome()).isEqualTo(DeliveryOutcome.SKIPPED);
            assertThat(receipt.getOperator()).isEqualTo("admin-token");
            assertThat(receipt.getReason()).isEqualTo("A test");
        });
        assertThat(receipts(hookApp, "u2")).hasSize(3);
        assertThat(ledger(scimApp, "u1").outcome())
                .as("nobody vouches for that the person is out")
                .isEqualTo(DeliveryOutcome.FAILED);

        worker.publish(ofHeld.user("u9", "ada"), ofHeld.user("u2", "bob"));
        apps.forEach(worker::awaitCaughtUp);
        assertThat(scim.users()).isEqualTo(Map.of("ada", true, "bob", true, "cydney", true, "dan", true));
        assertThat(scim.user("ada").path("externalId").asString())
                .as("whoever is made anew at the provider gets the account")
                .isEqualTo("u9");

        worker.publish(ofHeld.user("u2", "bob", false));
        worker.awaitCaughtUp(scimApp);
        assertThat(scim.users().get("bob")).as("what comes later is delivered").isFalse();
    }

    @Test
    void whoIsErasedInAHoldThatIsDiscardedLeavesTheAppsAndWhoIsRestoredInItIsThereOnce() {
        String scimApp = save(AppKind.SCIM, scim.url(), ScimTarget.TOKEN);
        String hookApp = save(AppKind.WEBHOOK, hook.url(), WebhookReceiver.SECRET);
        worker.publish(ofHeld.user("u1", "ada"), ofHeld.user("u2", "bob"), ofHeld.user("u3", "cyd"));
        apps.forEach(worker::awaitCaughtUp);
        long first = 4;
        IdentityChange gone = held(first, ofHeld.deleteUser("u1"));
        IdentityChange off = held(first, ofHeld.user("u2", "bob", false));
        IdentityChange erased = held(first, ofHeld.deleteUser("u3"));
        erased.setCause(Cause.ERASURE);
        IdentityChange restored = held(first, ofHeld.user("u1-again", "ada"));
        restored.setCause(Cause.RESTORE);
        worker.publish(gone, off, erased, restored, ofFree.user("f1", "fay"));
        await().untilAsserted(() -> assertThat(sequences(hook, ofFree)).hasSize(1));
        assertThat(scim.users()).containsKeys("ada", "bob", "cyd");
        assertThat(ledger(scimApp, "u3").sequence()).as("it waits").isEqualTo(3);

        worker.decide(held, hold(first), HoldOutcome.DISCARDED);
        apps.forEach(worker::awaitCaughtUp);

        assertThat(scim.users()).isEqualTo(Map.of("ada", true, "bob", true, "fay", true));
        assertThat(scim.user("ada").path("externalId").asString()).isEqualTo("u1-again");
        assertThat(ledger(scimApp, "u3").deleted()).isTrue();
        assertThat(sequences(hook, ofHeld)).containsExactlyInAnyOrder(1L, 2L, 3L, 6L, 7L);
        assertThat(outcomes(hookApp, "u3")).containsExactly(DeliveryOutcome.DELIVERED, DeliveryOutcome.DELIVERED);
    }

    @Test
    void whoeverIsMadeAnewInADiscardedHoldGetsTheAccountAndWhoComesBackKeepsIt() {
        String scimApp = save(AppKind.SCIM, scim.url(), ScimTarget.TOKEN);
        worker.publish(ofHeld.user("u1", "ada"), ofHeld.user("u2", "bob"));
        worker.awaitCaughtUp(scimApp);
        long first = 3;
        worker.publish(
                held(first, ofHeld.deleteUser("u1")),
                held(first, ofHeld.user("u9", "ada")),
                held(first, ofHeld.user("u2", "bob", false)),
                held(first, ofHeld.user("u2", "bobby", true)),
                held(first, ofHeld.user("u2", "bobby", false)));

        worker.decide(held, hold(first), HoldOutcome.DISCARDED);
        worker.awaitCaughtUp(scimApp);

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
        String scimApp = save(AppKind.SCIM, scim.url(), ScimTarget.TOKEN);
        String hookApp = save(AppKind.WEBHOOK, hook.url(), WebhookReceiver.SECRET);
        IdentityChange joined = ofHeld.user("u1", "ada");
        IdentityChange left = held(2, ofHeld.user("u1", "ada", false));
        worker.projectAndPublish(joined, left);
        worker.decide(held, hold(2), HoldOutcome.DISCARDED);
        apps.forEach(worker::awaitCaughtUp);

        apps.forEach(app -> worker.replay(app, "unforced-" + app, false, left));
        apps.forEach(worker::awaitCaughtUp);
        assertThat(scim.users()).containsEntry("ada", true);
        assertThat(sequences(hook, ofHeld)).containsExactly(1L);

        apps.forEach(app -> worker.replay(app, "forced-" + app, true, left));
        apps.forEach(worker::awaitCaughtUp);
        assertThat(scim.users()).containsEntry("ada", false);
        assertThat(sequences(hook, ofHeld)).containsExactly(1L, 2L);
        assertThat(outcomes(scimApp, "u1")).endsWith(DeliveryOutcome.DELIVERED);
        assertThat(outcomes(hookApp, "u1")).endsWith(DeliveryOutcome.DELIVERED);
    }

    @Test
    void aRetryOfAHeldConnectionWaitsToo() {
        hook.answerWhere(body -> body.contains("\"sequence\":1,") ? Optional.of(422) : Optional.empty());
        String hookApp = save(AppKind.WEBHOOK, hook.url(), WebhookReceiver.SECRET);
        worker.publish(ofHeld.user("u1", "ada"));
        worker.awaitCaughtUp(hookApp);
        DeadLetter letter = worker.read(Topics.DEAD_LETTERS, DeadLetter.class).stream()
                .filter(each -> hookApp.equals(each.getApp()))
                .findFirst()
                .orElseThrow();
        hook.recover();
        worker.projectHold(held, hold(3));

        worker.retry(letter);
        worker.publish(ofFree.user("f1", "fay"));
        await().untilAsserted(() -> assertThat(sequences(hook, ofFree)).hasSize(1));
        worker.publish(ofHeld.user("u2", "bob"), held(3, ofHeld.user("u2", "bobby")));
        await().untilAsserted(() -> assertThat(sequences(hook, ofHeld))
                .as("what came before the hold goes on")
                .containsExactly(2L));
        await().during(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(sequences(hook, ofHeld)).containsExactly(2L));

        worker.decide(held, hold(3), HoldOutcome.RELEASED);
        worker.awaitCaughtUp(hookApp);
        assertThat(sequences(hook, ofHeld)).containsExactlyInAnyOrder(1L, 2L, 3L);
    }

    @Test
    void anAppWhoseScopeLooksAtGroupsIsToldNothingThatIsHeldThoughTheDirectoryHasIt() {
        List<String> both = saveWhoIsInSales();
        comeToAHoldOfThoseInSales();

        await().untilAsserted(() -> assertThat(scim.users()).containsKey("faye"));
        assertThat(scim.users()).isEqualTo(Map.of("ada", true, "bob", true, "faye", true));
        assertThat(sequences(hook, ofHeld)).allMatch(sequence -> sequence <= 3);

        worker.decide(held, hold(6), HoldOutcome.RELEASED);
        both.forEach(worker::awaitCaughtUp);
        assertThat(scim.users()).isEqualTo(Map.of("adele", false, "faye", true));
        assertThat(firstOfEach(hook, ofHeld, "u1")).endsWith(4L, 6L);
        assertThat(types(hook, "u2")).endsWith("user.deleted");
        assertThat(statuses(both))
                .as("a hold is nobody's failure")
                .allSatisfy(status -> assertThat(status.failing()).isNull());
    }

    @Test
    void anAppWhoseScopeLooksAtGroupsKeepsWhoLeftInADiscardedHoldThoughTheDirectoryHasThemNot() {
        List<String> both = saveWhoIsInSales();
        comeToAHoldOfThoseInSales();

        worker.decide(held, hold(6), HoldOutcome.DISCARDED);
        both.forEach(worker::awaitCaughtUp);

        assertThat(scim.users()).isEqualTo(Map.of("adele", true, "bobby", true, "faye", true));
        assertThat(scim.members("Sales")).contains("adele", "bobby");
        assertThat(types(hook, "u1")).doesNotContain("user.left", "user.deactivated", "user.deleted");
        assertThat(types(hook, "u2")).doesNotContain("user.left", "user.deleted");
    }

    @Test
    void aGroupThatAnAppHasLostComesBackWithItsMembersOnceTheHoldIsDecidedAbout() {
        String scimApp = save(AppKind.SCIM, scim.url(), ScimTarget.TOKEN);
        worker.projectAndPublish(
                ofHeld.user("u1", "ada"),
                ofHeld.user("u2", "bob"),
                ofHeld.group("g1", "Sales", List.of("u1", "u2"), List.of()));
        worker.awaitCaughtUp(scimApp);
        scim.loseGroup("Sales");
        IdentityChange renamed = ofHeld.group("g1", "Sellers", List.of(), List.of());
        IdentityChange left = held(5, ofHeld.group("g1", "Sellers", List.of(), List.of("u2")));
        worker.projectHold(held, hold(5));
        worker.project(renamed, left);
        worker.publish(renamed, left, ofFree.user("f1", "fay"));

        await().untilAsserted(() -> assertThat(scim.users()).containsKey("fay"));
        assertThat(scim.groups()).isEmpty();

        worker.decide(held, hold(5), HoldOutcome.RELEASED);
        worker.awaitCaughtUp(scimApp);
        assertThat(scim.members("Sellers")).containsExactly("ada");
    }

    @Test
    void whatIsDiscardedHasAReceiptAlsoWhereTheAppWasBroughtAheadOfIt() {
        IdentityChange joined = ofHeld.user("u1", "ada");
        joined.setTime(Instant.now().minus(Duration.ofMinutes(1)));
        worker.projectHold(held, hold(2));
        worker.decide(held, hold(2), HoldOutcome.DISCARDED);
        worker.projectAndPublish(joined, held(2, ofHeld.user("u1", "ada", false)), held(2, ofHeld.user("u1", "adele")));
        await().until(() -> worker.bean(Settings.class).hold(Keys.hold(held, 2)).isPresent());
        String scimApp = save(AppKind.SCIM, scim.url(), ScimTarget.TOKEN);
        worker.awaitCaughtUp(scimApp);

        assertThat(scim.writes()).as("brought ahead").containsExactly("POST /Users");
        assertThat(scim.users()).isEqualTo(Map.of("adele", true));
        assertThat(worker.read(Topics.RECEIPTS, DeliveryReceipt.class).stream()
                        .filter(receipt -> receipt.getApp().equals(scimApp) && receipt.getSequence() == 2))
                .singleElement()
                .satisfies(receipt -> {
                    assertThat(receipt.getOutcome()).isEqualTo(DeliveryOutcome.SKIPPED);
                    assertThat(receipt.getOperator()).isEqualTo("admin-token");
                });
    }

    /** A SCIM app and a webhook that both get whoever is in Sales, and who is. */
    private List<String> saveWhoIsInSales() {
        for (AppKind kind : List.of(AppKind.SCIM, AppKind.WEBHOOK)) {
            boolean isScim = kind == AppKind.SCIM;
            String app = "hold-" + UUID.randomUUID();
            worker.saveApp(
                    app,
                    AppSetting.newBuilder()
                            .setKind(kind)
                            .setUrl(isScim ? scim.url() : hook.url())
                            .setUserFilter("groups.display eq \"Sales\"")
                            .setConnections(List.of(held, free)),
                    isScim ? ScimTarget.TOKEN : WebhookReceiver.SECRET);
            apps.add(app);
        }
        worker.projectAndPublish(
                ofHeld.user("u1", "ada"),
                ofHeld.user("u2", "bob"),
                ofHeld.group("g1", "Sales", List.of("u1", "u2"), List.of()),
                ofFree.user("f1", "fay"),
                ofFree.group("g2", "Sales", List.of("f1"), List.of()));
        apps.forEach(worker::awaitCaughtUp);
        return List.copyOf(apps);
    }

    /** Two changes that aren't held, of people who go in the hold; the directory is there before any app hears of them. */
    private void comeToAHoldOfThoseInSales() {
        IdentityChange[] all = {
            ofHeld.user("u1", "adele"),
            ofHeld.user("u2", "bobby"),
            held(6, ofHeld.user("u1", "adele", false)),
            held(6, ofHeld.group("g1", "Sales", List.of(), List.of("u2"))),
            held(6, ofHeld.deleteUser("u2"))
        };
        all[3].setCause(Cause.CASCADE);
        IdentityChange other = ofFree.user("f1", "faye");
        worker.projectHold(held, hold(6));
        worker.project(all);
        worker.project(other);
        worker.publish(all);
        worker.publish(other);
    }

    private static List<String> types(WebhookReceiver hook, String resource) {
        return hook.messages().stream()
                .filter(message -> message.resource().equals(resource))
                .map(message -> message.body().path("type").asString())
                .toList();
    }

    private List<AppStatus> statuses(List<String> ids) {
        return worker.bean(MongoTemplate.class)
                .getCollection(AppStatus.COLLECTION)
                .find(Filters.in("_id", ids))
                .map(AppStatus::from)
                .into(new ArrayList<>());
    }

    private String save(AppKind kind, String url, String secret) {
        return save("hold-" + UUID.randomUUID(), kind, url, secret);
    }

    private String save(String app, AppKind kind, String url, String secret) {
        worker.saveApp(
                app, AppSetting.newBuilder().setKind(kind).setUrl(url).setConnections(List.of(held, free)), secret);
        apps.add(app);
        return app;
    }

    private static IdentityChange held(long first, IdentityChange change) {
        change.setHold(first);
        return change;
    }

    private static Hold hold(long first) {
        return new Hold(first, first, Instant.EPOCH, 50, 100L, 1L, 1L);
    }

    /** Another connection whose changes are in the same partition. */
    private static String besides(String connection) {
        return Stream.generate(() -> "c-" + UUID.randomUUID())
                .filter(other ->
                        ConnectionPartitioner.partitionOf(other, 3) == ConnectionPartitioner.partitionOf(connection, 3))
                .findFirst()
                .orElseThrow();
    }

    private static List<Long> sequences(WebhookReceiver hook, Changes changes) {
        return hook.messages().stream()
                .filter(message -> message.id().startsWith(changes.connection()))
                .map(WebhookReceiver.Message::sequence)
                .toList();
    }

    /** The sequences of a resource by when each first arrived. */
    private static List<Long> firstOfEach(WebhookReceiver hook, Changes changes, String resource) {
        return hook.messages().stream()
                .filter(message -> message.id().startsWith(changes.connection()))
                .filter(message -> message.resource().equals(resource))
                .map(WebhookReceiver.Message::sequence)
                .distinct()
                .toList();
    }

    private List<DeliveryReceipt> receipts(String app, String resource) {
        return worker.read(Topics.RECEIPTS, DeliveryReceipt.class).stream()
                .filter(receipt ->
                        receipt.getApp().equals(app) && receipt.getResource().equals(resource) && !receipt.getRepeat())
                .sorted(Comparator.comparingLong(DeliveryReceipt::getSequence))
                .toList();
    }

    private List<DeliveryOutcome> outcomes(String app, String resource) {
        return receipts(app, resource).stream().map(DeliveryReceipt::getOutcome).toList();
    }

    private LedgerEntry ledger(String app, String user) {
        return LedgerEntry.from(worker.bean(MongoTemplate.class)
                .getCollection(LedgerEntry.COLLECTION)
                .find(Filters.and(Filters.eq("app", app), Filters.eq("resource", user)))
                .first());
    }
}
