package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.Fault;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.delivery.AppStatus;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.WebhookReceiver;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Apps that fail or move, records that nobody can read, and workers that die: what is delivered nevertheless. */
class AppFailureIT {

    @AutoClose
    private static final TestWorker worker = new TestWorker();

    @AutoClose
    private final TwoApps apps = new TwoApps(worker);

    private final String connection = apps.connection;
    private final String scimApp = apps.scimApp;
    private final String hookApp = apps.hookApp;
    private final Changes changes = apps.changes;
    private final ScimTarget scim = apps.scim;
    private final WebhookReceiver hook = apps.hook;

    @BeforeAll
    static void start() {
        worker.begin();
    }

    @Test
    void anAppThatIsDownHoldsBackNobodyElseAndGetsEverythingInOrderLater() throws Exception {
        hook.answerAllWith(503);
        apps.saveHook(true);
        apps.saveScim(true);
        List<IdentityChange> all = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            for (int user = 0; user < 10; user++) {
                all.add(changes.user("u" + user, "user" + user + "-" + round));
            }
        }
        worker.topics.publish(all.toArray(IdentityChange[]::new));

        worker.groups.awaitCaughtUp(scimApp);
        assertThat(scim.users()).hasSize(10).containsKey("user9-4");
        await().untilAsserted(
                        () -> assertThat(worker.told.status(hookApp).failures()).isGreaterThan(2));
        assertThat(worker.told.status(hookApp).state()).isEqualTo(AppStatus.State.OPEN);
        assertThat(hook.messages()).isEmpty();
        Set<String> members = worker.groups.members(hookApp);
        await().during(Duration.ofSeconds(5))
                .until(() -> worker.groups.members(hookApp).equals(members));

        hook.recover();
        worker.groups.awaitCaughtUp(hookApp);

        assertThat(hook.messages()).hasSize(50);
        assertThat(worker.told.status(hookApp).state()).isEqualTo(AppStatus.State.CLOSED);
        IntStream.range(0, 10)
                .forEach(user -> assertThat(hook.messages().stream()
                                .filter(message -> message.resource().equals("u" + user)))
                        .hasSize(5)
                        .isSortedAccordingTo(Comparator.comparingLong(WebhookReceiver.Message::sequence)));
        assertThat(hook.messages().stream().map(WebhookReceiver.Message::id))
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().map(IdentityChange::getId).toList());
    }

    @Test
    void whatWasDeliveredBeforeTheAppFailedIsNotSentAgain() {
        hook.answerWhere(body -> body.contains("\"resource\":\"u5\"") ? Optional.of(500) : Optional.empty());
        apps.saveHook(true);
        worker.topics.publish(IntStream.range(0, 6)
                .mapToObj(user -> changes.user("u" + user, "user" + user))
                .toArray(IdentityChange[]::new));
        await().untilAsserted(() -> assertThat(hook.messages()).hasSize(5));
        await().untilAsserted(
                        () -> assertThat(worker.told.status(hookApp).failures()).isGreaterThan(2));

        hook.recover();
        worker.groups.awaitCaughtUp(hookApp);

        assertThat(hook.messages())
                .hasSize(6)
                .extracting(WebhookReceiver.Message::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void aReceiptIsPublishedOnceHoweverOftenItsBatchIsTried() {
        hook.answerWhere(body -> body.contains("\"resource\":\"u2\"") ? Optional.of(500) : Optional.empty());
        apps.saveHook(true);
        worker.topics.publish(changes.user("u1", "ada"), changes.user("u2", "bob"));
        await().untilAsserted(
                        () -> assertThat(worker.told.status(hookApp).failures()).isGreaterThan(3));

        assertThat(worker.told.outcomes(hookApp, "u1")).containsExactly(DeliveryOutcome.DELIVERED);
    }

    @Test
    void aWorkerThatDiesAfterAUserWasCreatedMakesNoSecondOne() throws Exception {
        var created = scim.faults().createWithoutAnswer();
        apps.saveScim(true);
        worker.topics.publish(changes.user("u1", "ada"));
        created.await();
        worker.stop();
        scim.faults().recover();
        worker.start();
        worker.groups.awaitCaughtUp(scimApp);

        assertThat(scim.writes()).containsExactly("POST /Users", "PUT /Users");
        assertThat(scim.users()).isEqualTo(Map.of("ada", true));
    }

    @Test
    void recordsThatCannotBeReadAreDeadLettersAndThePartitionMovesOn() {
        apps.saveHook(true);
        apps.saveScim(true);
        List<byte[]> poison = worker.topics.poison();
        poison.forEach(value -> worker.topics.send(Topics.CHANGES, connection, value));
        worker.topics.publish(changes.user("u1", "ada"));

        await().untilAsserted(() -> assertThat(hook.messages()).hasSize(1));
        await().untilAsserted(() -> assertThat(scim.users()).containsOnlyKeys("ada"));
        List<DeadLetter> letters = worker.topics.read(Topics.DEAD_LETTERS, DeadLetter.class).stream()
                .filter(letter -> connection.equals(letter.getConnection()))
                .toList();
        assertThat(letters)
                .allSatisfy(letter -> assertThat(letter.getFault()).isEqualTo(Fault.RECORD))
                .allSatisfy(letter -> assertThat(letter.getCause()).contains(Topics.CHANGES));
        assertThat(letters.stream().map(DeadLetter::getId).distinct())
                .as("the same for every app that met it")
                .hasSize(poison.size());
    }

    @Test
    void settingsThatCannotBeReadAreLeftOutAndTheOthersGoOn() {
        worker.topics.poison().forEach(value -> worker.topics.send(Topics.SETTINGS, "app/poison-" + connection, value));
        apps.saveHook(true);
        worker.topics.publish(changes.user("u1", "ada"));
        await().untilAsserted(() -> assertThat(hook.messages()).hasSize(1));

        worker.stop();
        worker.start();
        worker.topics.publish(changes.user("u2", "bob"));
        await().untilAsserted(() -> assertThat(hook.messages()).hasSize(2));
    }

    @Test
    void aResourceThatTheAppRefusesIsADeadLetterAndItsNextChangeIsTried() {
        scim.faults()
                .answerWhere(request -> request.startsWith("POST") && request.contains("\"bad\"")
                        ? Optional.of(422)
                        : Optional.empty());
        apps.saveScim(true);
        worker.topics.publish(changes.user("u1", "bad"), changes.user("u2", "good"));
        worker.groups.awaitCaughtUp(scimApp);

        assertThat(scim.users()).containsOnlyKeys("good");
        assertThat(worker.told.deadLetters(scimApp)).singleElement().satisfies(letter -> {
            assertThat(letter.getFault()).isEqualTo(Fault.RESOURCE);
            assertThat(letter.getResource()).isEqualTo("u1");
            assertThat(letter.getRecord()).isNotNull();
            assertThat(letter.getCause()).contains("3 attempts", "422").doesNotContain("bad");
        });
        assertThat(worker.told.outcomes(scimApp, "u1")).containsExactly(DeliveryOutcome.FAILED);

        worker.topics.publish(changes.user("u1", "better"));
        worker.groups.awaitCaughtUp(scimApp);
        assertThat(scim.users()).containsOnlyKeys("good", "better");
        assertThat(worker.told.outcomes(scimApp, "u1"))
                .containsExactly(DeliveryOutcome.FAILED, DeliveryOutcome.DELIVERED);
    }

    @Test
    void anAppThatFailsForTooLongIsPausedAcrossRestartsUntilItsSettingIsSaved() {
        hook.answerAllWith(503);
        apps.saveHook(true);
        worker.topics.publish(changes.user("u1", "ada"));
        await().untilAsserted(
                        () -> assertThat(worker.told.status(hookApp).failures()).isPositive());
        AppStatus.Failing failing =
                Objects.requireNonNull(worker.told.status(hookApp).failing());
        assertThat(failing.until()).isEqualTo(failing.since().plus(Duration.ofDays(5)));

        worker.stop();
        worker.start("--rollcall.fanout.failure-budget=1ms");
        await().untilAsserted(
                        () -> assertThat(worker.told.status(hookApp).state()).isEqualTo(AppStatus.State.PAUSED));
        assertThat(worker.told.status(hookApp).detail()).contains("HTTP 503", "Save its setting anew");
        assertThat(worker.told.status(hookApp).failing())
                .extracting(AppStatus.Failing::since)
                .isEqualTo(failing.since());
        assertThat(worker.told.deadLetters(hookApp))
                .as("Kafka holds what it hasn't got")
                .isEmpty();
        await().untilAsserted(() ->
                assertThat(gauge("rollcall.app.failure.budget.used")).isEqualTo(1));
        await().untilAsserted(() ->
                assertThat(gauge("rollcall.app.state", "state", "paused")).isEqualTo(1));
        await().untilAsserted(() -> assertThat(gauge("rollcall.app.lag")).isPositive());

        worker.stop();
        hook.recover();
        worker.start();
        await().during(Duration.ofSeconds(1)).until(() -> hook.messages().isEmpty());

        apps.saveHook(true);
        worker.groups.awaitCaughtUp(hookApp);
        assertThat(hook.messages()).hasSize(1);
        await().untilAsserted(() -> assertThat(gauge("rollcall.app.lag")).isZero());
        await().untilAsserted(() ->
                assertThat(gauge("rollcall.app.state", "state", "closed")).isEqualTo(1));
        assertThat(worker.told.status(hookApp).failing()).isNull();
    }

    @Test
    void anAppThatMovesToAnotherServerTouchesNobodyThereWhoHasAnIdThatTheFormerOneGave() throws Exception {
        worker.projectAndPublish(
                changes.user("u1", "ada"),
                changes.user("u2", "bob"),
                changes.group("g1", "Staff", List.of("u1", "u2"), List.of()));
        apps.saveScim(true);
        worker.groups.awaitCaughtUp(scimApp);
        try (var other = new ScimTarget()) {
            other.seedUser("zoe");
            other.seedUser("yan");
            Set<String> before = worker.groups.members(scimApp);
            worker.settings.saveApp(
                    scimApp, AppKind.SCIM, other.url(), ScimTarget.TOKEN, connection, DeprovisionAction.DELETE);
            await().until(() -> !worker.groups.members(scimApp).isEmpty()
                    && Collections.disjoint(worker.groups.members(scimApp), before));

            worker.projectAndPublish(
                    changes.group("g1", "All staff", List.of(), List.of()),
                    changes.user("u1", "adele"),
                    changes.deleteUser("u2"));
            worker.groups.awaitCaughtUp(scimApp);

            assertThat(other.users()).isEqualTo(Map.of("zoe", true, "yan", true, "adele", true));
            assertThat(other.user("zoe").has("externalId")).isFalse();
            assertThat(other.members("All staff")).containsExactly("adele");
        }
        assertThat(scim.users()).as("what is left behind stays").containsOnlyKeys("ada", "bob");
    }

    private double gauge(String name, String... tags) {
        return worker.bean(MeterRegistry.class)
                .get(name)
                .tag("app", hookApp)
                .tags(tags)
                .gauge()
                .value();
    }
}
