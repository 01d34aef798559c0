package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.WebhookReceiver;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Fan-out against a real broker, a real registry and real HTTP; every test has a connection and apps of its own. */
class FanOutIT {

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
    void bringsAScimAppToTheStateOfTheTopic() {
        worker.topics.publish(
                changes.user("u1", "ada"),
                changes.user("u2", "bob"),
                changes.user("u3", "cyd"),
                changes.group("g1", "Staff", List.of("u1", "u2"), List.of()),
                changes.group("g2", "Guests", List.of(), List.of()));
        apps.saveScim(true);
        await().untilAsserted(() -> assertThat(scim.members("Staff")).containsExactly("ada", "bob"));

        worker.topics.publish(
                changes.user("u2", "bobby"),
                changes.user("u1", "ada", false),
                changes.group("g1", "All staff", List.of("u3"), List.of("u2")),
                changes.deleteGroup("g2"),
                changes.group("g1", "All staff", List.of(), List.of("u1")),
                changes.deleteUser("u1"));
        worker.groups.awaitCaughtUp(scimApp);

        assertThat(scim.users()).isEqualTo(Map.of("bobby", true, "cyd", true));
        assertThat(scim.groups()).containsExactly("All staff");
        assertThat(scim.members("All staff")).containsExactly("cyd");
        assertThat(scim.user("cyd").path("externalId").asString()).isEqualTo("u3");
    }

    @Test
    void deactivatesADeletedUserWhereTheAppWantsIt() {
        worker.settings.saveApp(
                scimApp, AppKind.SCIM, scim.url(), ScimTarget.TOKEN, connection, DeprovisionAction.DEACTIVATE);
        worker.topics.publish(changes.user("u1", "ada"));
        await().untilAsserted(() -> assertThat(scim.users()).isEqualTo(Map.of("ada", true)));

        worker.topics.publish(changes.deleteUser("u1"));
        await().untilAsserted(() -> assertThat(scim.users()).isEqualTo(Map.of("ada", false)));

        worker.topics.publish(changes.user("u9", "ada"));
        await().untilAsserted(() -> assertThat(scim.users()).isEqualTo(Map.of("ada", true)));
        assertThat(scim.user("ada").path("externalId").asString()).isEqualTo("u9");
    }

    @Test
    void deletesTheAccountOfWhoeverIsDeactivatedAndBringsItBackIntoItsGroupsWhereSeatsAreFreed() {
        worker.settings.saveSeatDeprovision(connection);
        worker.settings.saveApp(
                scimApp, AppKind.SCIM, scim.url(), ScimTarget.TOKEN, connection, DeprovisionAction.DEACTIVATE);
        worker.topics.publish(
                changes.user("u1", "ada"),
                changes.user("u2", "bob"),
                changes.group("g1", "Staff", List.of("u1", "u2"), List.of()));
        await().untilAsserted(() -> assertThat(scim.members("Staff")).containsExactly("ada", "bob"));

        worker.topics.publish(changes.user("u1", "ada", false));
        await().untilAsserted(() -> assertThat(scim.users()).isEqualTo(Map.of("bob", true)));
        worker.topics.publish(
                changes.user("u1", "ada", false), changes.user("u3", "cyd", false), changes.deleteUser("u2"));
        worker.groups.awaitCaughtUp(scimApp);
        assertThat(scim.users()).isEmpty();

        IdentityChange back = changes.user("u1", "ada");
        worker.projections.project(connection, "g1", "u1", back.getSequence() - 1);
        worker.topics.publish(back);
        await().untilAsserted(() -> assertThat(scim.users()).isEqualTo(Map.of("ada", true)));
        assertThat(scim.members("Staff"))
                .as("the directory is behind the change, so that its memberships aren't known")
                .isEmpty();
        worker.projections.project(connection, "g2", "u1", back.getSequence());
        await().untilAsserted(() -> assertThat(scim.members("Staff")).containsExactly("ada"));
        worker.groups.awaitCaughtUp(scimApp);
    }

    @Test
    void redeliveryOfTheWholeTopicHasNoEffect() {
        apps.saveScim(true);
        apps.saveHook(true);
        worker.topics.publish(
                changes.user("u1", "ada"),
                changes.user("u2", "bob"),
                changes.group("g1", "Staff", List.of("u1", "u2"), List.of()),
                changes.user("u1", "ada2"),
                changes.deleteUser("u2"));
        worker.groups.awaitCaughtUp(scimApp);
        worker.groups.awaitCaughtUp(hookApp);
        int writes = scim.writes().size();
        assertThat(hook.messages()).hasSize(5);

        apps.saveScim(false);
        apps.saveHook(false);
        worker.groups.resetOffsets(scimApp);
        worker.groups.resetOffsets(hookApp);
        apps.saveScim(true);
        apps.saveHook(true);
        worker.groups.awaitCaughtUp(scimApp);
        worker.groups.awaitCaughtUp(hookApp);

        assertThat(scim.writes()).hasSize(writes);
        assertThat(hook.messages()).hasSize(5);
    }

    @Test
    void linksWhatTheAppHasAlready() {
        String remoteId = scim.seedUser("Ada");
        apps.saveScim(true);
        worker.topics.publish(changes.user("u1", "ada"));
        worker.groups.awaitCaughtUp(scimApp);

        assertThat(scim.writes()).containsExactly("PUT /Users");
        assertThat(scim.user("ada").path("id").asString()).isEqualTo(remoteId);
        assertThat(scim.user("ada").path("externalId").asString()).isEqualTo("u1");
    }

    @Test
    void linksAfterAConflict() {
        scim.seedUser("ada");
        scim.faults().findNothing(2);
        apps.saveScim(true);
        worker.topics.publish(changes.user("u1", "ada"));
        worker.groups.awaitCaughtUp(scimApp);

        assertThat(scim.writes()).containsExactly("POST /Users", "PUT /Users");
        assertThat(scim.users()).hasSize(1);
    }

    @Test
    void neverTakesTheCounterpartOfAnotherOfOurs() {
        apps.saveScim(true);
        worker.topics.publish(changes.user("u1", "ada"));
        worker.groups.awaitCaughtUp(scimApp);
        worker.topics.publish(changes.user("u2", "ada"));
        worker.groups.awaitCaughtUp(scimApp);

        assertThat(scim.user("ada").path("externalId").asString()).isEqualTo("u1");
        assertThat(worker.told.deadLetters(scimApp))
                .extracting(DeadLetter::getResource)
                .containsExactly("u2");
    }

    @Test
    void createsAnewWhatTheAppHasLost() {
        apps.saveScim(true);
        worker.topics.publish(changes.user("u1", "ada"));
        worker.groups.awaitCaughtUp(scimApp);
        scim.lose("ada");

        worker.projectAndPublish(changes.user("u1", "ada", false));
        worker.groups.awaitCaughtUp(scimApp);

        assertThat(scim.users()).isEqualTo(Map.of("ada", false));
    }

    @Test
    void theOutcomeOfAnAsynchronousRequestGoesToWebhooksAndChangesNothingInScimApps() {
        apps.saveHook(true);
        apps.saveScim(true);
        worker.topics.publish(
                changes.user("u1", "ada"),
                changes.completed("u1", 200),
                changes.completed("u2", 409),
                changes.user("u1", "ada", false));
        worker.groups.awaitCaughtUp(hookApp);
        worker.groups.awaitCaughtUp(scimApp);

        assertThat(hook.messages().stream().sorted(Comparator.comparingLong(WebhookReceiver.Message::sequence)))
                .as("a webhook sees every sequence")
                .extracting(message ->
                        message.sequence() + " " + message.body().path("type").asString())
                .containsExactly("1 user.created", "2 request.completed", "3 request.completed", "4 user.deactivated");
        assertThat(scim.users()).isEqualTo(Map.of("ada", false));
        assertThat(scim.writes()).noneMatch(write -> write.startsWith("DELETE"));
        assertThat(worker.told.outcomes(scimApp, "u1"))
                .as("of its two changes, of which the newer may stand for both")
                .hasSize(2)
                .endsWith(DeliveryOutcome.DELIVERED);
        assertThat(worker.told.outcomes(scimApp, "u2")).isEmpty();
        assertThat(worker.told.outcomes(hookApp, "u2")).containsExactly(DeliveryOutcome.DELIVERED);
        assertThat(worker.told.deadLetters(scimApp)).isEmpty();
    }

    @Test
    void anAppGetsOnlyTheConnectionsThatItFollows() {
        apps.saveHook(true);
        worker.topics.publish(new Changes(connection + "-other").user("u1", "eve"));
        worker.topics.publish(changes.user("u1", "ada"));
        worker.groups.awaitCaughtUp(hookApp);

        assertThat(hook.messages())
                .extracting(message -> message.body().at("/data/connection").asString())
                .containsExactly(connection);
    }

    @Test
    void anAppThatIsBehindGetsOfWhoIsForgottenTheDeletionAlone() {
        worker.topics.publish(
                changes.user("u1", "ada"),
                changes.user("u1", "ada.king"),
                changes.user("u2", "bob"),
                changes.deleteUser("u1"));
        worker.settings.erase(connection, "u1");

        apps.saveHook(true);
        apps.saveScim(true);
        worker.groups.awaitCaughtUp(hookApp);
        worker.groups.awaitCaughtUp(scimApp);

        assertThat(hook.messages())
                .extracting(WebhookReceiver.Message::sequence)
                .containsExactlyInAnyOrder(3L, 4L);
        assertThat(scim.users()).isEqualTo(Map.of("bob", true));
        assertThat(worker.told.deadLetters(scimApp)).isEmpty();
    }
}
