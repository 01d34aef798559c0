package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSigningKey;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.Fault;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.MessageBody;
import dev.rollcall.event.SignatureScheme;
import dev.rollcall.schemas.delivery.AppStatus;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.WebhookReceiver;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Webhooks get what they want as they want it, and are left alone when they ask for that. */
class WebhookIT {

    @AutoClose
    private static final TestWorker worker = new TestWorker();

    @AutoClose
    private final TwoApps apps = new TwoApps(worker);

    private final String connection = apps.connection;
    private final String hookApp = apps.hookApp;
    private final Changes changes = apps.changes;
    private final ScimTarget scim = apps.scim;
    private final WebhookReceiver hook = apps.hook;

    @BeforeAll
    static void start() {
        worker.begin();
    }

    @AfterEach
    void setClock() {
        worker.clock.set(Duration.ZERO);
    }

    @Test
    void anAppIsLeftAloneForAsLongAsItAsks() {
        hook.throttle(3);
        apps.saveHook(true);
        worker.topics.publish(changes.user("u1", "ada"));
        await().until(() -> hook.requests() == 1);
        hook.recover();
        await().during(Duration.ofSeconds(2)).until(() -> hook.requests() == 1);
        worker.groups.awaitCaughtUp(hookApp);

        assertThat(hook.messages()).hasSize(1);
    }

    @Test
    void anAppWhoseSecretCannotBeOpenedIsShownAsUnusable() {
        worker.settings.saveApp(
                hookApp, AppKind.WEBHOOK, hook.url(), "whsec_%%%", connection, DeprovisionAction.DELETE);

        await().untilAsserted(
                        () -> assertThat(worker.told.status(hookApp).state()).isEqualTo(AppStatus.State.UNUSABLE));
        assertThat(hook.requests()).isZero();
    }

    @Test
    void aWebhookIsSignedWithItsKeysUntilTheLastOfThemExpiresAndThenIsUnusable() {
        Instant end = worker.clock.stop().plusSeconds(1).truncatedTo(ChronoUnit.MILLIS);
        worker.settings.saveApp(
                hookApp,
                apps.hook()
                        .setSealedSecret("")
                        .setSigningKeys(List.of(
                                key(SignatureScheme.V1A, PRIVATE_KEY, Instant.EPOCH),
                                key(SignatureScheme.V1, WebhookReceiver.SECRET, end)))
                        .build());
        worker.topics.publish(changes.user("u1", "ada"));
        await().untilAsserted(() -> assertThat(hook.messages()).hasSize(1));
        assertThat(worker.told.status(hookApp).state()).isNotEqualTo(AppStatus.State.UNUSABLE);

        worker.clock.set(Duration.ofSeconds(1));

        await().untilAsserted(
                        () -> assertThat(worker.told.status(hookApp).state()).isEqualTo(AppStatus.State.UNUSABLE));
        assertThat(worker.told.status(hookApp).detail()).contains("expired");
    }

    @Test
    void aWebhookGetsTheKindsThatItWantsAndTheSequencesTellOfTheGap() {
        worker.settings.saveApp(
                hookApp,
                apps.hook()
                        .setKinds(List.of(
                                "urn:ietf:params:scim:event:prov:create:notice",
                                "urn:ietf:params:SCIM:event:prov:deactivate"))
                        .setBody(MessageBody.NOTICE)
                        .build());
        worker.topics.publish(
                changes.user("u1", "ada"),
                changes.user("u1", "ada2"),
                changes.completed("u1", 200),
                changes.user("u1", "ada2", false),
                changes.deleteUser("u1"));
        worker.groups.awaitCaughtUp(hookApp);

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
    void aWorkerThatDiesAfterAWebhookWasTakenSendsTheSameIdAgain() throws Exception {
        var taken = hook.takeWithoutAnswer();
        apps.saveHook(true);
        IdentityChange change = changes.user("u1", "ada");
        worker.topics.publish(change);
        taken.await();
        worker.stop();
        hook.recover();
        worker.start();
        worker.groups.awaitCaughtUp(hookApp);

        assertThat(hook.messages())
                .hasSizeGreaterThan(1)
                .extracting(WebhookReceiver.Message::id)
                .containsOnly(change.getId());
    }

    @Test
    void aReceiverThatIsGoneIsLeftAloneUntilItsSettingIsSaved() {
        hook.answerAllWith(410);
        apps.saveHook(true);
        worker.topics.publish(changes.user("u1", "ada"));
        await().untilAsserted(
                        () -> assertThat(worker.told.status(hookApp).state()).isEqualTo(AppStatus.State.GONE));
        assertThat(worker.told.deadLetters(hookApp))
                .extracting(DeadLetter::getFault)
                .containsOnly(Fault.APP);
        worker.topics.publish(changes.user("u2", "bob"));
        hook.recover();
        await().during(Duration.ofSeconds(1)).until(() -> hook.messages().isEmpty());

        apps.saveHook(true);
        worker.groups.awaitCaughtUp(hookApp);
        assertThat(hook.messages()).hasSize(2);
    }

    private static final String PRIVATE_KEY = "whsk_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private AppSigningKey key(SignatureScheme scheme, String key, Instant expires) {
        return AppSigningKey.newBuilder()
                .setId(scheme.name())
                .setScheme(scheme)
                .setSealedKey(worker.settings.seal(hookApp, key))
                .setCreated(Instant.EPOCH)
                .setExpires(expires)
                .build();
    }
}
