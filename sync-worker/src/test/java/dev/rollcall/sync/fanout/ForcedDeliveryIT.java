package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.WebhookReceiver;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an app is given again although it has had it: after it forgot, or was tampered with. */
class ForcedDeliveryIT {

    @AutoClose
    private static final TestWorker worker = new TestWorker();

    private final String connection = "c-" + UUID.randomUUID();
    private final String app = "app-" + UUID.randomUUID();
    private final Changes changes = new Changes(connection);
    private final ScimTarget scim = new ScimTarget();
    private final WebhookReceiver hook = new WebhookReceiver();

    @BeforeAll
    static void start() {
        worker.begin();
    }

    @AfterEach
    void removeApps() {
        worker.settings.removeApp(app);
        scim.close();
        hook.close();
    }

    @Test
    void aForgottenUserIsCreatedAndIsInItsGroupsAgain() {
        IdentityChange ada = changes.user("u1", "ada");
        givenScim(ada, changes.group("g1", "Staff", List.of("u1"), List.of()));
        scim.lose("ada");

        replay(ada);

        assertThat(scim.users()).isEqualTo(Map.of("ada", true));
        assertThat(scim.members("Staff")).containsExactly("ada");
        DeliveryReceipt receipt = worker.topics.read(Topics.RECEIPTS, DeliveryReceipt.class).stream()
                .filter(one -> one.getApp().equals(app) && one.getReplay() != null)
                .findFirst()
                .orElseThrow();
        assertThat(receipt.getReplay()).isEqualTo("replay-1");
    }

    @Test
    void aForgottenUserIsInItsGroupsAgainWithAnyChange() {
        givenScim(changes.user("u1", "ada"), changes.group("g1", "Staff", List.of("u1"), List.of()));
        scim.lose("ada");

        worker.projectAndPublish(changes.user("u1", "ada2"));
        worker.groups.awaitCaughtUp(app);

        assertThat(scim.members("Staff")).containsExactly("ada2");
    }

    @Test
    void aForgottenGroupIsCreatedWithAllItsMembers() {
        IdentityChange staff = changes.group("g1", "Staff", List.of("u1"), List.of());
        givenScim(
                changes.user("u1", "ada"),
                changes.user("u2", "bob"),
                staff,
                changes.group("g1", "Staff", List.of("u2"), List.of()));
        scim.loseGroup("Staff");

        replay(staff);

        assertThat(scim.groups()).containsExactly("Staff");
        assertThat(scim.members("Staff")).containsExactly("ada", "bob");
    }

    @Test
    void theNewestStateIsBroughtNotTheOneThatIsReplayed() {
        IdentityChange old = changes.user("u1", "ada");
        givenScim(old, changes.user("u1", "ada2"));
        scim.tamper("ada2");

        replay(old);

        assertThat(scim.user("ada2").path("emails").path(0).path("value").asString())
                .isEqualTo("ada2@example.com");
    }

    @Test
    void onlyMembersThatAreInTheGroupStillAreAdded() {
        IdentityChange both = changes.group("g1", "Staff", List.of("u1", "u2"), List.of());
        givenScim(
                changes.user("u1", "ada"),
                changes.user("u2", "bob"),
                both,
                changes.group("g1", "All staff", List.of(), List.of("u2")));

        replay(both);

        assertThat(scim.groups()).containsExactly("All staff");
        assertThat(scim.members("All staff")).containsExactly("ada");
    }

    @Test
    void whoWasDeletedStaysDeleted() {
        IdentityChange ada = changes.user("u1", "ada");
        givenScim(ada, changes.deleteUser("u1"));

        replay(ada);

        assertThat(scim.users()).isEmpty();
    }

    @Test
    void whoeverIsInTheScopeNoMoreIsNotBroughtBack() {
        IdentityChange ada = changes.user("u1", "ada");
        worker.settings.saveApp(
                app,
                AppSetting.newBuilder()
                        .setKind(AppKind.SCIM)
                        .setUrl(scim.url())
                        .setConnections(List.of(connection))
                        .setDeprovision(DeprovisionAction.DELETE)
                        .setUserFilter("userName sw \"a\""),
                ScimTarget.TOKEN);
        publish(ada, changes.user("u1", "bob"));

        replay(ada);

        assertThat(scim.users()).isEmpty();
    }

    @Test
    void aWebhookGetsTheSameMessagesAgainMarkedAndInOrder() {
        worker.settings.saveApp(
                app, AppKind.WEBHOOK, hook.url(), WebhookReceiver.SECRET, connection, DeprovisionAction.DELETE);
        IdentityChange first = changes.user("u1", "ada");
        IdentityChange second = changes.user("u1", "ada2");
        publish(first, second);

        replay(first, second);

        List<WebhookReceiver.Message> messages = hook.messages();
        assertThat(messages)
                .extracting(WebhookReceiver.Message::id)
                .containsExactly(first.getId(), second.getId(), first.getId(), second.getId());
        assertThat(messages.subList(0, 2)).allSatisfy(message -> {
            assertThat(message.replay()).isNull();
            assertThat(message.body().has("replay")).isFalse();
        });
        assertThat(messages.subList(2, 4)).allSatisfy(message -> {
            assertThat(message.replay()).isEqualTo("replay-1");
            assertThat(message.body().at("/replay/id").asString()).isEqualTo("replay-1");
        });
        publish(changes.user("u1", "ada3"));
        assertThat(hook.messages()).as("the ledger hasn't gone back").hasSize(5);
    }

    private void givenScim(IdentityChange... all) {
        worker.settings.saveApp(app, AppKind.SCIM, scim.url(), ScimTarget.TOKEN, connection, DeprovisionAction.DELETE);
        publish(all);
    }

    private void publish(IdentityChange... all) {
        worker.projectAndPublish(all);
        worker.groups.awaitCaughtUp(app);
    }

    private void replay(IdentityChange... all) {
        worker.topics.replay(app, "replay-1", true, all);
        worker.groups.awaitCaughtUp(app);
    }
}
