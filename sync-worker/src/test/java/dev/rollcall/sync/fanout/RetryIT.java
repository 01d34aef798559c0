package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.WebhookReceiver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was given up, and is wished for again. */
class RetryIT {

    @AutoClose
    private static final TestWorker worker = new TestWorker();

    private final String connection = "c-" + UUID.randomUUID();
    private final String scimApp = "scim-" + UUID.randomUUID();
    private final String hookApp = "hook-" + UUID.randomUUID();
    private final Changes changes = new Changes(connection);
    private final ScimTarget scim = new ScimTarget();
    private final WebhookReceiver hook = new WebhookReceiver();

    @BeforeAll
    static void start() {
        worker.begin();
    }

    @AfterEach
    void removeApps() {
        worker.settings.removeApp(scimApp);
        worker.settings.removeApp(hookApp);
        scim.close();
        hook.close();
    }

    @Test
    void aRetryIsDeliveredOnceTheAppTakesIt() {
        refuse("ada");
        saveScim();
        DeadLetter letter = given(scimApp, changes.user("u1", "ada"));
        assertThat(letter.getCode()).isEqualTo("http-422");
        assertThat(letter.getChange()).isEqualTo(connection + "-request-1-0");

        scim.faults().recover();
        worker.topics.retry(letter);
        worker.groups.awaitCaughtUp(scimApp);

        assertThat(scim.users()).isEqualTo(Map.of("ada", true));
        assertThat(outcomes(scimApp, "u1")).containsExactly(DeliveryOutcome.FAILED, DeliveryOutcome.DELIVERED);
        int writes = scim.writes().size();
        worker.topics.retry(letter);
        worker.groups.awaitCaughtUp(scimApp);
        assertThat(scim.writes()).as("what was delivered isn't sent again").hasSize(writes);
    }

    @Test
    void whatFailsAgainIsTheSameDeadLetter() {
        refuse("ada");
        saveScim();
        DeadLetter letter = given(scimApp, changes.user("u1", "ada"));

        worker.topics.retry(letter);

        await().untilAsserted(() -> assertThat(deadLetters(scimApp)).hasSize(2));
        DeadLetter again = deadLetters(scimApp).getLast();
        assertThat(again.getId()).isEqualTo(letter.getId());
        assertThat(again.getRecord()).isEqualTo(letter.getRecord());
        assertThat(again.getTime())
                .as("after the wish, whatever the clocks say")
                .isAfter(letter.getTime());
    }

    @Test
    void aRetryOfAScimAppIsSkippedWhereANewerStateWasDelivered() {
        refuse("bad");
        saveScim();
        DeadLetter letter = given(scimApp, changes.user("u1", "bad"));
        worker.topics.publish(changes.user("u1", "good"));
        worker.groups.awaitCaughtUp(scimApp);
        scim.faults().recover();
        int writes = scim.writes().size();

        worker.topics.retry(letter);
        worker.groups.awaitCaughtUp(scimApp);

        assertThat(scim.users()).isEqualTo(Map.of("good", true));
        assertThat(scim.writes()).hasSize(writes);
        DeliveryReceipt last = receipts(scimApp, "u1").getLast();
        assertThat(last.getSequence()).isEqualTo(1);
        assertThat(last.getOutcome()).isEqualTo(DeliveryOutcome.SKIPPED);
        assertThat(last.getTime()).isAfter(letter.getTime());
        assertThat(last.getRepeat()).isFalse();
    }

    @Test
    void aRetryOfAWebhookIsTheSameMessageAlsoWhereANewerOneWasDelivered() {
        hook.answerWhere(body -> body.contains("\"sequence\":1,") ? Optional.of(422) : Optional.empty());
        saveHook();
        IdentityChange bad = changes.user("u1", "bad");
        DeadLetter letter = given(hookApp, bad);
        worker.topics.publish(changes.user("u2", "bob"), changes.user("u1", "bad2"));
        await().untilAsserted(() -> assertThat(hook.messages()).hasSize(2));
        hook.recover();

        worker.topics.retry(letter);
        worker.groups.awaitCaughtUp(hookApp);

        assertThat(hook.messages())
                .hasSize(3)
                .last()
                .satisfies(message -> assertThat(message.id()).isEqualTo(bad.getId()));
        worker.topics.publish(changes.user("u1", "bad3"));
        worker.groups.awaitCaughtUp(hookApp);
        assertThat(hook.messages()).as("the ledger hasn't gone back").hasSize(4);
    }

    @Test
    void aRetryAddsTheMembersOfAGroupThatWereMissingAndAreInItStill() {
        refuse("ada");
        saveScim();
        IdentityChange ada = changes.user("u1", "ada");
        IdentityChange staff = changes.group("g1", "Staff", List.of("u1", "u2"), List.of());
        worker.topics.publish(changes.user("u2", "bob"), changes.user("u3", "cyd"), ada, staff);
        await().untilAsserted(() -> assertThat(deadLetters(scimApp)).hasSize(2));
        DeadLetter user = letterOf("u1");
        DeadLetter group = letterOf("g1");
        assertThat(group.getCode()).isEqualTo("missing-members");
        IdentityChange renamed = changes.group("g1", "All staff", List.of(), List.of("u2"));
        worker.topics.publish(renamed);
        await().untilAsserted(() -> assertThat(scim.members("All staff")).isEmpty());
        worker.projections.project(connection, "g1", "u1", renamed.getSequence());
        scim.faults().recover();

        worker.topics.retry(user);
        worker.groups.awaitCaughtUp(scimApp);
        worker.topics.retry(group);
        worker.groups.awaitCaughtUp(scimApp);

        assertThat(scim.groups()).as("keeps its newer name").containsExactly("All staff");
        assertThat(scim.members("All staff")).as("who has left stays out").containsExactly("ada");
        assertThat(receipts(scimApp, "g1").getLast().getOutcome()).isEqualTo(DeliveryOutcome.DELIVERED);
    }

    @Test
    void aWorkerThatDiesBetweenARetryAndItsReceiptHasNoEffectTwice() throws Exception {
        refuse("ada");
        saveScim();
        DeadLetter letter = given(scimApp, changes.user("u1", "ada"));
        scim.faults().recover();
        int before = scim.writes().size();
        var created = scim.faults().createWithoutAnswer();
        worker.topics.retry(letter);
        created.await();
        worker.stop();
        scim.faults().recover();
        worker.start();
        worker.groups.awaitCaughtUp(scimApp);

        assertThat(scim.writes().subList(before, scim.writes().size())).containsExactly("POST /Users", "PUT /Users");
        assertThat(scim.users()).isEqualTo(Map.of("ada", true));
        assertThat(outcomes(scimApp, "u1")).endsWith(DeliveryOutcome.DELIVERED);
    }

    @Test
    void oneWorkerHasTheChangesAndTheRetriesOfAPartition() throws Exception {
        saveScim();
        try (var other = new TestWorker()) {
            other.start();
            await().untilAsserted(() -> {
                var ofChanges = worker.groups.partitions(scimApp, Topics.CHANGES);
                assertThat(ofChanges).hasSize(2);
                assertThat(ofChanges.values()).noneMatch(Set::isEmpty);
                assertThat(worker.groups.partitions(scimApp, Topics.RETRIES)).isEqualTo(ofChanges);
            });
        }
    }

    private void refuse(String name) {
        scim.faults()
                .answerWhere(request -> request.startsWith("POST") && request.contains('"' + name + '"')
                        ? Optional.of(422)
                        : Optional.empty());
    }

    /** Publishes a change that the app refuses. */
    private static DeadLetter given(String app, IdentityChange change) {
        worker.topics.publish(change);
        await().untilAsserted(() -> assertThat(deadLetters(app)).hasSize(1));
        worker.groups.awaitCaughtUp(app);
        return deadLetters(app).getFirst();
    }

    private DeadLetter letterOf(String resource) {
        return deadLetters(scimApp).stream()
                .filter(letter -> resource.equals(letter.getResource()))
                .findFirst()
                .orElseThrow();
    }

    private void saveScim() {
        worker.settings.saveApp(
                scimApp, AppKind.SCIM, scim.url(), ScimTarget.TOKEN, connection, DeprovisionAction.DELETE);
    }

    private void saveHook() {
        worker.settings.saveApp(
                hookApp, AppKind.WEBHOOK, hook.url(), WebhookReceiver.SECRET, connection, DeprovisionAction.DELETE);
    }

    private static List<DeadLetter> deadLetters(String app) {
        return worker.topics.read(Topics.DEAD_LETTERS, DeadLetter.class).stream()
                .filter(letter -> app.equals(letter.getApp()))
                .toList();
    }

    private static List<DeliveryReceipt> receipts(String app, String resource) {
        return worker.topics.read(Topics.RECEIPTS, DeliveryReceipt.class).stream()
                .filter(receipt ->
                        receipt.getApp().equals(app) && receipt.getResource().equals(resource))
                .toList();
    }

    private static List<DeliveryOutcome> outcomes(String app, String resource) {
        return receipts(app, resource).stream().map(DeliveryReceipt::getOutcome).toList();
    }
}
