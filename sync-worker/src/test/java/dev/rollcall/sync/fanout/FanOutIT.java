package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.AppAuthentication;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.AppSigningKey;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.Fault;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.MessageBody;
import dev.rollcall.event.SignatureScheme;
import dev.rollcall.schemas.delivery.AppStatus;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.WebhookReceiver;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;

/** Fan-out against a real broker, a real registry and real HTTP; every test has a connection and apps of its own. */
class FanOutIT {

    private static final String PRIVATE_KEY = "whsk_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private static final TestWorker worker = new TestWorker();

    private final String connection = "c-" + UUID.randomUUID();
    private final String scimApp = "scim-" + UUID.randomUUID();
    private final String hookApp = "hook-" + UUID.randomUUID();
    private final Changes changes = new Changes(connection);
    private final ScimTarget scim = new ScimTarget();
    private final WebhookReceiver hook = new WebhookReceiver();

    @BeforeAll
    static void start() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
        worker.start();
    }

    @AfterAll
    static void stop() {
        worker.close();
        Awaitility.reset();
    }

    @AfterEach
    void removeApps() {
        worker.clock.set(Duration.ZERO);
        worker.removeApp(scimApp);
        worker.removeApp(hookApp);
        scim.close();
        hook.close();
    }

    @Test
    void anAppThatMovesToAnotherServerTouchesNobodyThereWhoHasAnIdThatTheFormerOneGave() throws Exception {
        worker.projectAndPublish(
                changes.user("u1", "ada"),
                changes.user("u2", "bob"),
                changes.group("g1", "Staff", List.of("u1", "u2"), List.of()));
        saveScim(true);
        worker.awaitCaughtUp(scimApp);
        try (var other = new ScimTarget()) {
            other.seedUser("zoe");
            other.seedUser("yan");
            Set<String> before = worker.members(scimApp);
            worker.saveApp(scimApp, AppKind.SCIM, other.url(), ScimTarget.TOKEN, connection, DeprovisionAction.DELETE);
            await().until(() ->
                    !worker.members(scimApp).isEmpty() && Collections.disjoint(worker.members(scimApp), before));

            worker.projectAndPublish(
                    changes.group("g1", "All staff", List.of(), List.of()),
                    changes.user("u1", "adele"),
                    changes.deleteUser("u2"));
            worker.awaitCaughtUp(scimApp);

            assertThat(other.users()).isEqualTo(Map.of("zoe", true, "yan", true, "adele", true));
            assertThat(other.user("zoe").has("externalId")).isFalse();
            assertThat(other.members("All staff")).containsExactly("adele");
        }
        assertThat(scim.users()).as("what is left behind stays").containsOnlyKeys("ada", "bob");
    }

    @Test
    void bringsAScimAppToTheStateOfTheTopic() {
        worker.publish(
                changes.user("u1", "ada"),
                changes.user("u2", "bob"),
                changes.user("u3", "cyd"),
                changes.group("g1", "Staff", List.of("u1", "u2"), List.of()),
                changes.group("g2", "Guests", List.of(), List.of()));
        saveScim(true);
        await().untilAsserted(() -> assertThat(scim.members("Staff")).containsExactly("ada", "bob"));

        worker.publish(
                changes.user("u2", "bobby"),
                changes.user("u1", "ada", false),
                changes.group("g1", "All staff", List.of("u3"), List.of("u2")),
                changes.deleteGroup("g2"),
                changes.group("g1", "All staff", List.of(), List.of("u1")),
                changes.deleteUser("u1"));
        worker.awaitCaughtUp(scimApp);

        assertThat(scim.users()).isEqualTo(Map.of("bobby", true, "cyd", true));
        assertThat(scim.groups()).containsExactly("All staff");
        assertThat(scim.members("All staff")).containsExactly("cyd");
        assertThat(scim.user("cyd").path("externalId").asString()).isEqualTo("u3");
    }

    @Test
    void deactivatesADeletedUserWhereTheAppWantsIt() {
        worker.saveApp(scimApp, AppKind.SCIM, scim.url(), ScimTarget.TOKEN, connection, DeprovisionAction.DEACTIVATE);
        worker.publish(changes.user("u1", "ada"));
        await().untilAsserted(() -> assertThat(scim.users()).isEqualTo(Map.of("ada", true)));

        worker.publish(changes.deleteUser("u1"));
        await().untilAsserted(() -> assertThat(scim.users()).isEqualTo(Map.of("ada", false)));

        worker.publish(changes.user("u9", "ada"));
        await().untilAsserted(() -> assertThat(scim.users()).isEqualTo(Map.of("ada", true)));
        assertThat(scim.user("ada").path("externalId").asString()).isEqualTo("u9");
    }

    @Test
    void deletesTheAccountOfWhoeverIsDeactivatedAndBringsItBackIntoItsGroupsWhereSeatsAreFreed() {
        worker.saveSeatDeprovision(connection);
        worker.saveApp(scimApp, AppKind.SCIM, scim.url(), ScimTarget.TOKEN, connection, DeprovisionAction.DEACTIVATE);
        worker.publish(
                changes.user("u1", "ada"),
                changes.user("u2", "bob"),
                changes.group("g1", "Staff", List.of("u1", "u2"), List.of()));
        await().untilAsserted(() -> assertThat(scim.members("Staff")).containsExactly("ada", "bob"));

        worker.publish(changes.user("u1", "ada", false));
        await().untilAsserted(() -> assertThat(scim.users()).isEqualTo(Map.of("bob", true)));
        worker.publish(changes.user("u1", "ada", false), changes.user("u3", "cyd", false), changes.deleteUser("u2"));
        worker.awaitCaughtUp(scimApp);
        assertThat(scim.users()).isEmpty();

        IdentityChange back = changes.user("u1", "ada");
        worker.project(connection, "g1", "u1", back.getSequence() - 1);
        worker.publish(back);
        await().untilAsserted(() -> assertThat(scim.users()).isEqualTo(Map.of("ada", true)));
        assertThat(scim.members("Staff"))
                .as("the directory is behind the change, so that its memberships aren't known")
                .isEmpty();
        worker.project(connection, "g2", "u1", back.getSequence());
        await().untilAsserted(() -> assertThat(scim.members("Staff")).containsExactly("ada"));
        worker.awaitCaughtUp(scimApp);
    }

    @Test
    void redeliveryOfTheWholeTopicHasNoEffect() {
        saveScim(true);
        saveHook(true);
        worker.publish(
                changes.user("u1", "ada"),
                changes.user("u2", "bob"),
                changes.group("g1", "Staff", List.of("u1", "u2"), List.of()),
                changes.user("u1", "ada2"),
                changes.deleteUser("u2"));
        worker.awaitCaughtUp(scimApp);
        worker.awaitCaughtUp(hookApp);
        int writes = scim.writes().size();
        assertThat(hook.messages()).hasSize(5);

        saveScim(false);
        saveHook(false);
        worker.resetOffsets(scimApp);
        worker.resetOffsets(hookApp);
        saveScim(true);
        saveHook(true);
        worker.awaitCaughtUp(scimApp);
        worker.awaitCaughtUp(hookApp);

        assertThat(scim.writes()).hasSize(writes);
        assertThat(hook.messages()).hasSize(5);
    }

    @Test
    void anAppThatIsDownHoldsBackNobodyElseAndGetsEverythingInOrderLater() throws Exception {
        hook.answerAllWith(503);
        saveHook(true);
        saveScim(true);
        List<IdentityChange> all = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            for (int user = 0; user < 10; user++) {
                all.add(changes.user("u" + user, "user" + user + "-" + round));
            }
        }
        worker.publish(all.toArray(IdentityChange[]::new));

        worker.awaitCaughtUp(scimApp);
        assertThat(scim.users()).hasSize(10).containsKey("user9-4");
        await().untilAsserted(() -> assertThat(status(hookApp).failures()).isGreaterThan(2));
        assertThat(status(hookApp).state()).isEqualTo(AppStatus.State.OPEN);
        assertThat(hook.messages()).isEmpty();
        Set<String> members = worker.members(hookApp);
        await().during(Duration.ofSeconds(5))
                .until(() -> worker.members(hookApp).equals(members));

        hook.recover();
        worker.awaitCaughtUp(hookApp);

        assertThat(hook.messages()).hasSize(50);
        assertThat(status(hookApp).state()).isEqualTo(AppStatus.State.CLOSED);
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
        saveHook(true);
        worker.publish(IntStream.range(0, 6)
                .mapToObj(user -> changes.user("u" + user, "user" + user))
                .toArray(IdentityChange[]::new));
        await().untilAsserted(() -> assertThat(hook.messages()).hasSize(5));
        await().untilAsserted(() -> assertThat(status(hookApp).failures()).isGreaterThan(2));

        hook.recover();
        worker.awaitCaughtUp(hookApp);

        assertThat(hook.messages())
                .hasSize(6)
                .extracting(WebhookReceiver.Message::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void anAppIsLeftAloneForAsLongAsItAsks() {
        hook.throttle(3);
        saveHook(true);
        worker.publish(changes.user("u1", "ada"));
        await().until(() -> hook.requests() == 1);
        hook.recover();
        await().during(Duration.ofSeconds(2)).until(() -> hook.requests() == 1);
        worker.awaitCaughtUp(hookApp);

        assertThat(hook.messages()).hasSize(1);
    }

    @Test
    void aReceiptIsPublishedOnceHoweverOftenItsBatchIsTried() {
        hook.answerWhere(body -> body.contains("\"resource\":\"u2\"") ? Optional.of(500) : Optional.empty());
        saveHook(true);
        worker.publish(changes.user("u1", "ada"), changes.user("u2", "bob"));
        await().untilAsserted(() -> assertThat(status(hookApp).failures()).isGreaterThan(3));

        assertThat(outcomes(hookApp, "u1")).containsExactly(DeliveryOutcome.DELIVERED);
    }

    @Test
    void anAppWhoseSecretCannotBeOpenedIsShownAsUnusable() {
        worker.saveApp(hookApp, AppKind.WEBHOOK, hook.url(), "whsec_%%%", connection, DeprovisionAction.DELETE);

        await().untilAsserted(() -> assertThat(status(hookApp).state()).isEqualTo(AppStatus.State.UNUSABLE));
        assertThat(hook.requests()).isZero();
    }

    @Test
    void aWebhookIsSignedWithItsKeysUntilTheLastOfThemExpiresAndThenIsUnusable() {
        Instant end = worker.clock.stop().plusSeconds(1).truncatedTo(ChronoUnit.MILLIS);
        worker.saveApp(
                hookApp,
                hook().setSealedSecret("")
                        .setSigningKeys(List.of(
                                key(SignatureScheme.V1A, PRIVATE_KEY, Instant.EPOCH),
                                key(SignatureScheme.V1, WebhookReceiver.SECRET, end)))
                        .build());
        worker.publish(changes.user("u1", "ada"));
        await().untilAsserted(() -> assertThat(hook.messages()).hasSize(1));
        assertThat(status(hookApp).state()).isNotEqualTo(AppStatus.State.UNUSABLE);

        worker.clock.set(Duration.ofSeconds(1));

        await().untilAsserted(() -> assertThat(status(hookApp).state()).isEqualTo(AppStatus.State.UNUSABLE));
        assertThat(status(hookApp).detail()).contains("expired");
    }

    @Test
    void aWebhookGetsTheKindsThatItWantsAndTheSequencesTellOfTheGap() {
        worker.saveApp(
                hookApp,
                hook().setKinds(List.of(
                                "urn:ietf:params:scim:event:prov:create:notice",
                                "urn:ietf:params:SCIM:event:prov:deactivate"))
                        .setBody(MessageBody.NOTICE)
                        .build());
        worker.publish(
                changes.user("u1", "ada"),
                changes.user("u1", "ada2"),
                changes.completed("u1", 200),
                changes.user("u1", "ada2", false),
                changes.deleteUser("u1"));
        worker.awaitCaughtUp(hookApp);

        assertThat(hook.messages())
                .extracting(message ->
                        message.sequence() + " " + message.body().path("type").asString())
                .containsExactly("1 user.created", "4 user.deactivated");
        assertThat(hook.messages())
                // an id may have the letters
                .noneMatch(message ->
                        message.body().toString().replace(connection, "").contains("ada"));
    }

    @Test
    void linksWhatTheAppHasAlready() {
        String remoteId = scim.seedUser("Ada");
        saveScim(true);
        worker.publish(changes.user("u1", "ada"));
        worker.awaitCaughtUp(scimApp);

        assertThat(scim.writes()).containsExactly("PUT /Users");
        assertThat(scim.user("ada").path("id").asString()).isEqualTo(remoteId);
        assertThat(scim.user("ada").path("externalId").asString()).isEqualTo("u1");
    }

    @Test
    void linksAfterAConflict() {
        scim.seedUser("ada");
        scim.findNothing(2);
        saveScim(true);
        worker.publish(changes.user("u1", "ada"));
        worker.awaitCaughtUp(scimApp);

        assertThat(scim.writes()).containsExactly("POST /Users", "PUT /Users");
        assertThat(scim.users()).hasSize(1);
    }

    @Test
    void neverTakesTheCounterpartOfAnotherOfOurs() {
        saveScim(true);
        worker.publish(changes.user("u1", "ada"));
        worker.awaitCaughtUp(scimApp);
        worker.publish(changes.user("u2", "ada"));
        worker.awaitCaughtUp(scimApp);

        assertThat(scim.user("ada").path("externalId").asString()).isEqualTo("u1");
        assertThat(deadLetters(scimApp)).extracting(DeadLetter::getResource).containsExactly("u2");
    }

    @Test
    void createsAnewWhatTheAppHasLost() {
        saveScim(true);
        worker.publish(changes.user("u1", "ada"));
        worker.awaitCaughtUp(scimApp);
        scim.lose("ada");

        worker.projectAndPublish(changes.user("u1", "ada", false));
        worker.awaitCaughtUp(scimApp);

        assertThat(scim.users()).isEqualTo(Map.of("ada", false));
    }

    @Test
    void aWorkerThatDiesAfterAWebhookWasTakenSendsTheSameIdAgain() throws Exception {
        var taken = hook.takeWithoutAnswer();
        saveHook(true);
        IdentityChange change = changes.user("u1", "ada");
        worker.publish(change);
        taken.await();
        worker.stop();
        hook.recover();
        worker.start();
        worker.awaitCaughtUp(hookApp);

        assertThat(hook.messages())
                .hasSizeGreaterThan(1)
                .extracting(WebhookReceiver.Message::id)
                .containsOnly(change.getId());
    }

    @Test
    void aWorkerThatDiesAfterAUserWasCreatedMakesNoSecondOne() throws Exception {
        var created = scim.createWithoutAnswer();
        saveScim(true);
        worker.publish(changes.user("u1", "ada"));
        created.await();
        worker.stop();
        scim.recover();
        worker.start();
        worker.awaitCaughtUp(scimApp);

        assertThat(scim.writes()).containsExactly("POST /Users", "PUT /Users");
        assertThat(scim.users()).isEqualTo(Map.of("ada", true));
    }

    @Test
    void recordsThatCannotBeReadAreDeadLettersAndThePartitionMovesOn() {
        saveHook(true);
        saveScim(true);
        List<byte[]> poison = worker.poison();
        poison.forEach(value -> worker.send(Topics.CHANGES, connection, value));
        worker.publish(changes.user("u1", "ada"));

        await().untilAsserted(() -> assertThat(hook.messages()).hasSize(1));
        await().untilAsserted(() -> assertThat(scim.users()).containsOnlyKeys("ada"));
        List<DeadLetter> letters = worker.read(Topics.DEAD_LETTERS, DeadLetter.class).stream()
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
        worker.poison().forEach(value -> worker.send(Topics.SETTINGS, "app/poison-" + connection, value));
        saveHook(true);
        worker.publish(changes.user("u1", "ada"));
        await().untilAsserted(() -> assertThat(hook.messages()).hasSize(1));

        worker.stop();
        worker.start();
        worker.publish(changes.user("u2", "bob"));
        await().untilAsserted(() -> assertThat(hook.messages()).hasSize(2));
    }

    @Test
    void aResourceThatTheAppRefusesIsADeadLetterAndItsNextChangeIsTried() {
        scim.answerWhere(request ->
                request.startsWith("POST") && request.contains("\"bad\"") ? Optional.of(422) : Optional.empty());
        saveScim(true);
        worker.publish(changes.user("u1", "bad"), changes.user("u2", "good"));
        worker.awaitCaughtUp(scimApp);

        assertThat(scim.users()).containsOnlyKeys("good");
        assertThat(deadLetters(scimApp)).singleElement().satisfies(letter -> {
            assertThat(letter.getFault()).isEqualTo(Fault.RESOURCE);
            assertThat(letter.getResource()).isEqualTo("u1");
            assertThat(letter.getRecord()).isNotNull();
            assertThat(letter.getCause()).contains("3 attempts", "422").doesNotContain("bad");
        });
        assertThat(outcomes(scimApp, "u1")).containsExactly(DeliveryOutcome.FAILED);

        worker.publish(changes.user("u1", "better"));
        worker.awaitCaughtUp(scimApp);
        assertThat(scim.users()).containsOnlyKeys("good", "better");
        assertThat(outcomes(scimApp, "u1")).containsExactly(DeliveryOutcome.FAILED, DeliveryOutcome.DELIVERED);
    }

    @Test
    void aReceiverThatIsGoneIsLeftAloneUntilItsSettingIsSaved() {
        hook.answerAllWith(410);
        saveHook(true);
        worker.publish(changes.user("u1", "ada"));
        await().untilAsserted(() -> assertThat(status(hookApp).state()).isEqualTo(AppStatus.State.GONE));
        assertThat(deadLetters(hookApp)).extracting(DeadLetter::getFault).containsOnly(Fault.APP);
        worker.publish(changes.user("u2", "bob"));
        hook.recover();
        await().during(Duration.ofSeconds(1)).until(() -> hook.messages().isEmpty());

        saveHook(true);
        worker.awaitCaughtUp(hookApp);
        assertThat(hook.messages()).hasSize(2);
    }

    @Test
    void anAppThatFailsForTooLongIsPausedAcrossRestartsUntilItsSettingIsSaved() {
        hook.answerAllWith(503);
        saveHook(true);
        worker.publish(changes.user("u1", "ada"));
        await().untilAsserted(() -> assertThat(status(hookApp).failures()).isPositive());
        AppStatus.Failing failing = Objects.requireNonNull(status(hookApp).failing());
        assertThat(failing.until()).isEqualTo(failing.since().plus(Duration.ofDays(5)));

        worker.stop();
        worker.start("--rollcall.fanout.failure-budget=1ms");
        await().untilAsserted(() -> assertThat(status(hookApp).state()).isEqualTo(AppStatus.State.PAUSED));
        assertThat(status(hookApp).detail()).contains("HTTP 503", "Save its setting anew");
        assertThat(status(hookApp).failing())
                .extracting(AppStatus.Failing::since)
                .isEqualTo(failing.since());
        assertThat(deadLetters(hookApp)).as("Kafka holds what it hasn't got").isEmpty();
        await().untilAsserted(() ->
                assertThat(gauge("rollcall.app.failure.budget.used")).isEqualTo(1));
        await().untilAsserted(() ->
                assertThat(gauge("rollcall.app.state", "state", "paused")).isEqualTo(1));
        await().untilAsserted(() -> assertThat(gauge("rollcall.app.lag")).isPositive());

        worker.stop();
        hook.recover();
        worker.start();
        await().during(Duration.ofSeconds(1)).until(() -> hook.messages().isEmpty());

        saveHook(true);
        worker.awaitCaughtUp(hookApp);
        assertThat(hook.messages()).hasSize(1);
        await().untilAsserted(() -> assertThat(gauge("rollcall.app.lag")).isZero());
        await().untilAsserted(() ->
                assertThat(gauge("rollcall.app.state", "state", "closed")).isEqualTo(1));
        assertThat(status(hookApp).failing()).isNull();
    }

    @Test
    void theOutcomeOfAnAsynchronousRequestGoesToWebhooksAndChangesNothingInScimApps() {
        saveHook(true);
        saveScim(true);
        worker.publish(
                changes.user("u1", "ada"),
                changes.completed("u1", 200),
                changes.completed("u2", 409),
                changes.user("u1", "ada", false));
        worker.awaitCaughtUp(hookApp);
        worker.awaitCaughtUp(scimApp);

        assertThat(hook.messages().stream().sorted(Comparator.comparingLong(WebhookReceiver.Message::sequence)))
                .as("a webhook sees every sequence")
                .extracting(message ->
                        message.sequence() + " " + message.body().path("type").asString())
                .containsExactly("1 user.created", "2 request.completed", "3 request.completed", "4 user.deactivated");
        assertThat(scim.users()).isEqualTo(Map.of("ada", false));
        assertThat(scim.writes()).noneMatch(write -> write.startsWith("DELETE"));
        assertThat(outcomes(scimApp, "u1"))
                .as("of its two changes, of which the newer may stand for both")
                .hasSize(2)
                .endsWith(DeliveryOutcome.DELIVERED);
        assertThat(outcomes(scimApp, "u2")).isEmpty();
        assertThat(outcomes(hookApp, "u2")).containsExactly(DeliveryOutcome.DELIVERED);
        assertThat(deadLetters(scimApp)).isEmpty();
    }

    @Test
    void anAppGetsOnlyTheConnectionsThatItFollows() {
        saveHook(true);
        worker.publish(new Changes(connection + "-other").user("u1", "eve"));
        worker.publish(changes.user("u1", "ada"));
        worker.awaitCaughtUp(hookApp);

        assertThat(hook.messages())
                .extracting(message -> message.body().at("/data/connection").asString())
                .containsExactly(connection);
    }

    @Test
    void anAppThatIsBehindGetsOfWhoIsForgottenTheDeletionAlone() {
        worker.publish(
                changes.user("u1", "ada"),
                changes.user("u1", "ada.king"),
                changes.user("u2", "bob"),
                changes.deleteUser("u1"));
        worker.erase(connection, "u1");

        saveHook(true);
        saveScim(true);
        worker.awaitCaughtUp(hookApp);
        worker.awaitCaughtUp(scimApp);

        assertThat(hook.messages())
                .extracting(WebhookReceiver.Message::sequence)
                .containsExactlyInAnyOrder(3L, 4L);
        assertThat(scim.users()).isEqualTo(Map.of("bob", true));
        assertThat(deadLetters(scimApp)).isEmpty();
    }

    private void saveScim(boolean enabled) {
        worker.saveApp(
                scimApp, AppKind.SCIM, scim.url(), ScimTarget.TOKEN, connection, DeprovisionAction.DELETE, enabled);
    }

    private void saveHook(boolean enabled) {
        worker.saveApp(
                hookApp,
                AppKind.WEBHOOK,
                hook.url(),
                WebhookReceiver.SECRET,
                connection,
                DeprovisionAction.DELETE,
                enabled);
    }

    private AppSetting.Builder hook() {
        return AppSetting.newBuilder()
                .setName(hookApp)
                .setKind(AppKind.WEBHOOK)
                .setAuthentication(AppAuthentication.NONE)
                .setUrl(hook.url())
                .setConnections(List.of(connection))
                .setSealedSecret(worker.seal(hookApp, WebhookReceiver.SECRET));
    }

    private AppSigningKey key(SignatureScheme scheme, String key, Instant expires) {
        return AppSigningKey.newBuilder()
                .setId(scheme.name())
                .setScheme(scheme)
                .setSealedKey(worker.seal(hookApp, key))
                .setCreated(Instant.EPOCH)
                .setExpires(expires)
                .build();
    }

    private double gauge(String name, String... tags) {
        return worker.bean(MeterRegistry.class)
                .get(name)
                .tag("app", hookApp)
                .tags(tags)
                .gauge()
                .value();
    }

    private static AppStatus status(String app) {
        Document found = worker.bean(MongoTemplate.class)
                .getCollection(AppStatus.COLLECTION)
                .find(new Document("_id", app))
                .first();
        assertThat(found).as("status of " + app).isNotNull();
        return AppStatus.from(found);
    }

    private static List<DeadLetter> deadLetters(String app) {
        return worker.read(Topics.DEAD_LETTERS, DeadLetter.class).stream()
                .filter(letter -> app.equals(letter.getApp()))
                .toList();
    }

    private static List<DeliveryOutcome> outcomes(String app, String resource) {
        return worker.read(Topics.RECEIPTS, DeliveryReceipt.class).stream()
                .filter(receipt ->
                        receipt.getApp().equals(app) && receipt.getResource().equals(resource))
                .map(DeliveryReceipt::getOutcome)
                .toList();
    }
}
