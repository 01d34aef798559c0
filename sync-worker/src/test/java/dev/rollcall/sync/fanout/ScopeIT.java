package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.WebhookReceiver;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Apps get whom their scope has, from the topic on. */
class ScopeIT {

    private static final String IN_SALES = "groups.display eq \"Sales\"";

    @AutoClose
    private static final TestWorker worker = new TestWorker();

    @AutoClose
    private final ScopeStage stage = new ScopeStage(worker);

    private final String scimApp = stage.pair.scimApp;
    private final String hookApp = stage.pair.hookApp;
    private final Changes changes = stage.pair.changes;
    private final ScimTarget scim = stage.pair.scim;
    private final WebhookReceiver hook = stage.pair.hook;

    @BeforeAll
    static void start() {
        worker.begin();
    }

    @Test
    void usersEnterAndLeaveByTheirAttributes() {
        stage.saveBoth("active eq true");
        stage.settle(changes.user("u1", "ada"), changes.user("u2", "bob", false));
        assertThat(scim.users()).isEqualTo(Map.of("ada", true));
        assertThat(stage.told()).containsExactly("1 user.created u1");

        stage.settle(changes.user("u1", "ada", false), changes.user("u2", "bob", true));
        assertThat(scim.users()).isEqualTo(Map.of("bob", true));
        assertThat(stage.told()).containsExactlyInAnyOrder("1 user.created u1", "3 user.left u1", "4 user.entered u2");
        assertThat(hook.messages().getLast().body().at("/data/kind").asString())
                .startsWith("urn:ietf:params:scim:event:feed:");

        stage.settle(changes.user("u1", "ada2", false), changes.deleteUser("u1"), changes.deleteUser("u2"));
        assertThat(scim.users()).isEmpty();
        assertThat(stage.told()).hasSize(4).contains("7 user.deleted u2");
        assertThat(worker.told.outcomes(hookApp, "u1"))
                .as("what is left out is told to have been")
                .endsWith(DeliveryOutcome.SKIPPED, DeliveryOutcome.SKIPPED);
        assertThat(scim.writes())
                .containsExactlyInAnyOrder("POST /Users", "DELETE /Users", "POST /Users", "DELETE /Users");
    }

    @Test
    void usersEnterAndLeaveWithTheirGroupsAndAreInThoseOfTheApp() {
        stage.saveBoth(IN_SALES);
        stage.settle(
                changes.user("u1", "ada"),
                changes.user("u2", "bob"),
                changes.group("g1", "Sales", List.of(), List.of()),
                changes.group("g2", "Staff", List.of("u1", "u2"), List.of()));
        assertThat(scim.users()).isEmpty();
        assertThat(scim.groups()).containsExactly("Sales", "Staff");
        assertThat(stage.told()).containsExactlyInAnyOrder("3 group.created g1", "4 group.created g2");

        stage.settle(changes.group("g1", "Sales", List.of("u1", "u2"), List.of()));
        assertThat(scim.users()).isEqualTo(Map.of("ada", true, "bob", true));
        assertThat(scim.members("Sales")).containsExactly("ada", "bob");
        assertThat(scim.members("Staff")).containsExactly("ada", "bob");
        assertThat(stage.told()).contains("5 user.entered u1", "5 user.entered u2", "5 group.members_changed g1");

        stage.settle(changes.group("g1", "Sales", List.of(), List.of("u1")));
        assertThat(scim.users()).isEqualTo(Map.of("bob", true));
        assertThat(stage.told()).contains("6 user.left u1");

        stage.settle(changes.group("g1", "Marketing", List.of(), List.of()));
        assertThat(scim.users()).isEmpty();
        assertThat(stage.told()).contains("7 user.left u2");
        assertThat(worker.told.deadLetters(scimApp)).isEmpty();
    }

    @Test
    void anAccountThatStaysIsDeactivatedAndOutOfItsGroups() {
        stage.save(stage.scim(IN_SALES).setDeprovision(DeprovisionAction.DEACTIVATE));
        stage.settle(
                changes.user("u1", "ada"),
                changes.group("g1", "Sales", List.of("u1"), List.of()),
                changes.group("g2", "Staff", List.of("u1"), List.of()));
        assertThat(scim.members("Staff")).containsExactly("ada");

        stage.settle(changes.group("g1", "Sales", List.of(), List.of("u1")));
        assertThat(scim.users()).isEqualTo(Map.of("ada", false));
        assertThat(scim.members("Staff")).isEmpty();
        assertThat(scim.members("Sales")).isEmpty();

        stage.settle(changes.group("g1", "Sales", List.of("u1"), List.of()));
        assertThat(scim.users()).isEqualTo(Map.of("ada", true));
        assertThat(scim.members("Staff")).containsExactly("ada");
    }

    @Test
    void groupsEnterWithTheirMembersAndLeave() {
        stage.save(stage.scim(null).setGroupFilter("displayName sw \"App \""));
        stage.settle(
                changes.user("u1", "ada"),
                changes.group("g1", "Sales", List.of("u1"), List.of()),
                changes.group("g2", "App admins", List.of("u1"), List.of()));
        assertThat(scim.groups()).containsExactly("App admins");

        stage.settle(
                changes.group("g1", "App sales", List.of(), List.of()),
                changes.group("g2", "Admins", List.of(), List.of()));
        assertThat(scim.groups()).containsExactly("App sales");
        assertThat(scim.members("App sales")).containsExactly("ada");
    }

    @Test
    void redeliveryHasNoEffect() {
        stage.saveBoth(IN_SALES);
        stage.settle(
                changes.user("u1", "ada"),
                changes.group("g1", "Sales", List.of("u1"), List.of()),
                changes.group("g1", "Sales", List.of(), List.of("u1")),
                changes.group("g1", "Sales", List.of("u1"), List.of()));
        int writes = scim.writes().size();
        List<String> told = stage.told();

        stage.save(stage.scim(IN_SALES).setEnabled(false));
        stage.save(stage.hook(IN_SALES).setEnabled(false));
        worker.groups.resetOffsets(scimApp);
        worker.groups.resetOffsets(hookApp);
        stage.saveBoth(IN_SALES);
        worker.groups.awaitCaughtUp(scimApp);
        worker.groups.awaitCaughtUp(hookApp);

        assertThat(scim.writes()).hasSize(writes);
        assertThat(stage.told()).isEqualTo(told);
        assertThat(scim.users()).isEqualTo(Map.of("ada", true));
    }

    @Test
    void whatADeadWorkerHadBegunIsUndoneWhenItIsOutOfScopeByThen() throws Exception {
        stage.saveBoth(IN_SALES);
        stage.settle(changes.user("u1", "ada"));
        var created = scim.faults().createWithoutAnswer();
        var taken = hook.takeWithoutAnswer();
        IdentityChange joins = changes.group("g1", "Sales", List.of("u1"), List.of());
        worker.projectAndPublish(joins);
        assertThat(created.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(taken.await(30, TimeUnit.SECONDS)).isTrue();
        worker.stop();
        scim.faults().recover();
        hook.recover();
        worker.start();
        stage.settle(changes.group("g1", "Sales", List.of(), List.of("u1")));

        assertThat(scim.users()).isEmpty();
        assertThat(hook.messages())
                .filteredOn(message -> message.resource().equals("u1"))
                .extracting(message -> message.body().path("type").asString())
                .startsWith("user.entered")
                .endsWith("user.left");
        assertThat(hook.messages().stream()
                        .filter(message ->
                                message.body().path("type").asString().equals("user.entered"))
                        .map(WebhookReceiver.Message::id)
                        .distinct())
                .containsExactly(joins.getId() + "-u1-entered");
    }

    @Test
    void aGroupThatEntersComesWithoutWhoCameAndLeftInTheSameBatch() {
        worker.projectAndPublish(
                changes.user("u1", "ada"),
                changes.group("g1", "Sales", List.of("u1"), List.of()),
                changes.group("g1", "Sales", List.of(), List.of("u1")));
        stage.save(stage.scim(null).setGroupFilter("displayName eq \"Sales\""));
        worker.groups.awaitCaughtUp(scimApp);

        assertThat(scim.groups()).containsExactly("Sales");
        assertThat(scim.members("Sales")).isEmpty();
    }

    @Test
    void changesWaitUntilTheDirectoryHasComeToThem() {
        stage.saveBoth(IN_SALES);
        IdentityChange ada = changes.user("u1", "ada");
        IdentityChange joins = changes.group("g1", "Sales", List.of("u1"), List.of());
        worker.topics.publish(ada, joins);
        await().untilAsserted(
                        () -> assertThat(worker.told.status(scimApp).detail()).contains("directory hasn't come"));
        assertThat(scim.requests() + hook.requests()).isZero();

        worker.projections.project(ada, joins);
        worker.groups.awaitCaughtUp(scimApp);
        worker.groups.awaitCaughtUp(hookApp);
        assertThat(scim.members("Sales")).containsExactly("ada");
    }

    @Test
    void aFilterThatIsSetLaterHoldsForWhoeverChangesFromThenOn() throws Exception {
        stage.saveBoth(null);
        stage.settle(changes.user("u1", "ada"), changes.user("u2", "bob"));
        assertThat(scim.users()).containsOnlyKeys("ada", "bob");

        Set<String> before = stage.members();
        stage.saveBoth("userName eq \"bob\"");
        await().until(() -> stage.members().size() == 2 && Collections.disjoint(stage.members(), before));
        stage.settle(changes.user("u1", "ada", false));
        assertThat(scim.users()).containsOnlyKeys("bob");
        assertThat(stage.told()).contains("3 user.left u1");
    }
}
