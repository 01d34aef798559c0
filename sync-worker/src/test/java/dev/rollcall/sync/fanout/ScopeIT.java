package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.Fault;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.delivery.AppStatus;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.WebhookReceiver;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;

/** Apps get whom their scope has, and of them what their mapping makes, from the topic on. */
class ScopeIT {

    private static final String IN_SALES = "groups.display eq \"Sales\"";

    private static final TestWorker worker = new TestWorker();

    private final String connection = "c-" + UUID.randomUUID();
    private final String scimApp = "scim-" + UUID.randomUUID();
    private final String hookApp = "hook-" + UUID.randomUUID();
    private final Changes changes = new Changes(connection);
    private final ScimTarget scim = new ScimTarget();
    private final WebhookReceiver hook = new WebhookReceiver();
    private final Set<String> apps = new HashSet<>();

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
        worker.removeApp(scimApp);
        worker.removeApp(hookApp);
        scim.close();
        hook.close();
    }

    @Test
    void usersEnterAndLeaveByTheirAttributes() {
        saveBoth("active eq true");
        settle(changes.user("u1", "ada"), changes.user("u2", "bob", false));
        assertThat(scim.users()).isEqualTo(Map.of("ada", true));
        assertThat(told()).containsExactly("1 user.created u1");

        settle(changes.user("u1", "ada", false), changes.user("u2", "bob", true));
        assertThat(scim.users()).isEqualTo(Map.of("bob", true));
        assertThat(told()).containsExactlyInAnyOrder("1 user.created u1", "3 user.left u1", "4 user.entered u2");
        assertThat(hook.messages().getLast().body().at("/data/kind").asString())
                .startsWith("urn:ietf:params:scim:event:feed:");

        settle(changes.user("u1", "ada2", false), changes.deleteUser("u1"), changes.deleteUser("u2"));
        assertThat(scim.users()).isEmpty();
        assertThat(told()).hasSize(4).contains("7 user.deleted u2");
        assertThat(outcomes(hookApp, "u1"))
                .as("what is left out is told to have been")
                .endsWith(DeliveryOutcome.SKIPPED, DeliveryOutcome.SKIPPED);
        assertThat(scim.writes())
                .containsExactlyInAnyOrder("POST /Users", "DELETE /Users", "POST /Users", "DELETE /Users");
    }

    @Test
    void usersEnterAndLeaveWithTheirGroupsAndAreInThoseOfTheApp() {
        saveBoth(IN_SALES);
        settle(
                changes.user("u1", "ada"),
                changes.user("u2", "bob"),
                changes.group("g1", "Sales", List.of(), List.of()),
                changes.group("g2", "Staff", List.of("u1", "u2"), List.of()));
        assertThat(scim.users()).isEmpty();
        assertThat(scim.groups()).containsExactly("Sales", "Staff");
        assertThat(told()).containsExactlyInAnyOrder("3 group.created g1", "4 group.created g2");

        settle(changes.group("g1", "Sales", List.of("u1", "u2"), List.of()));
        assertThat(scim.users()).isEqualTo(Map.of("ada", true, "bob", true));
        assertThat(scim.members("Sales")).containsExactly("ada", "bob");
        assertThat(scim.members("Staff")).containsExactly("ada", "bob");
        assertThat(told()).contains("5 user.entered u1", "5 user.entered u2", "5 group.members_changed g1");

        settle(changes.group("g1", "Sales", List.of(), List.of("u1")));
        assertThat(scim.users()).isEqualTo(Map.of("bob", true));
        assertThat(told()).contains("6 user.left u1");

        settle(changes.group("g1", "Marketing", List.of(), List.of()));
        assertThat(scim.users()).isEmpty();
        assertThat(told()).contains("7 user.left u2");
        assertThat(deadLetters(scimApp)).isEmpty();
    }

    @Test
    void anAccountThatStaysIsDeactivatedAndOutOfItsGroups() {
        save(scim(IN_SALES).setDeprovision(DeprovisionAction.DEACTIVATE));
        settle(
                changes.user("u1", "ada"),
                changes.group("g1", "Sales", List.of("u1"), List.of()),
                changes.group("g2", "Staff", List.of("u1"), List.of()));
        assertThat(scim.members("Staff")).containsExactly("ada");

        settle(changes.group("g1", "Sales", List.of(), List.of("u1")));
        assertThat(scim.users()).isEqualTo(Map.of("ada", false));
        assertThat(scim.members("Staff")).isEmpty();
        assertThat(scim.members("Sales")).isEmpty();

        settle(changes.group("g1", "Sales", List.of("u1"), List.of()));
        assertThat(scim.users()).isEqualTo(Map.of("ada", true));
        assertThat(scim.members("Staff")).containsExactly("ada");
    }

    @Test
    void groupsEnterWithTheirMembersAndLeave() {
        save(scim(null).setGroupFilter("displayName sw \"App \""));
        settle(
                changes.user("u1", "ada"),
                changes.group("g1", "Sales", List.of("u1"), List.of()),
                changes.group("g2", "App admins", List.of("u1"), List.of()));
        assertThat(scim.groups()).containsExactly("App admins");

        settle(
                changes.group("g1", "App sales", List.of(), List.of()),
                changes.group("g2", "Admins", List.of(), List.of()));
        assertThat(scim.groups()).containsExactly("App sales");
        assertThat(scim.members("App sales")).containsExactly("ada");
    }

    @Test
    void redeliveryHasNoEffect() {
        saveBoth(IN_SALES);
        settle(
                changes.user("u1", "ada"),
                changes.group("g1", "Sales", List.of("u1"), List.of()),
                changes.group("g1", "Sales", List.of(), List.of("u1")),
                changes.group("g1", "Sales", List.of("u1"), List.of()));
        int writes = scim.writes().size();
        List<String> told = told();

        save(scim(IN_SALES).setEnabled(false));
        save(hook(IN_SALES).setEnabled(false));
        worker.resetOffsets(scimApp);
        worker.resetOffsets(hookApp);
        saveBoth(IN_SALES);
        worker.awaitCaughtUp(scimApp);
        worker.awaitCaughtUp(hookApp);

        assertThat(scim.writes()).hasSize(writes);
        assertThat(told()).isEqualTo(told);
        assertThat(scim.users()).isEqualTo(Map.of("ada", true));
    }

    @Test
    void whatADeadWorkerHadBegunIsUndoneWhenItIsOutOfScopeByThen() throws Exception {
        saveBoth(IN_SALES);
        settle(changes.user("u1", "ada"));
        var created = scim.createWithoutAnswer();
        var taken = hook.takeWithoutAnswer();
        IdentityChange joins = changes.group("g1", "Sales", List.of("u1"), List.of());
        worker.projectAndPublish(joins);
        assertThat(created.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(taken.await(30, TimeUnit.SECONDS)).isTrue();
        worker.stop();
        scim.recover();
        hook.recover();
        worker.start();
        settle(changes.group("g1", "Sales", List.of(), List.of("u1")));

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
        save(scim(null).setGroupFilter("displayName eq \"Sales\""));
        worker.awaitCaughtUp(scimApp);

        assertThat(scim.groups()).containsExactly("Sales");
        assertThat(scim.members("Sales")).isEmpty();
    }

    @Test
    void changesWaitUntilTheDirectoryHasComeToThem() {
        saveBoth(IN_SALES);
        IdentityChange ada = changes.user("u1", "ada");
        IdentityChange joins = changes.group("g1", "Sales", List.of("u1"), List.of());
        worker.publish(ada, joins);
        await().untilAsserted(() -> assertThat(status(scimApp).detail()).contains("directory hasn't come"));
        assertThat(scim.requests() + hook.requests()).isZero();

        worker.project(ada, joins);
        worker.awaitCaughtUp(scimApp);
        worker.awaitCaughtUp(hookApp);
        assertThat(scim.members("Sales")).containsExactly("ada");
    }

    @Test
    void aFilterThatIsSetLaterHoldsForWhoeverChangesFromThenOn() throws Exception {
        saveBoth(null);
        settle(changes.user("u1", "ada"), changes.user("u2", "bob"));
        assertThat(scim.users()).containsOnlyKeys("ada", "bob");

        Set<String> before = members();
        saveBoth("userName eq \"bob\"");
        await().until(() -> members().size() == 2 && Collections.disjoint(members(), before));
        settle(changes.user("u1", "ada", false));
        assertThat(scim.users()).containsOnlyKeys("bob");
        assertThat(told()).contains("3 user.left u1");
    }

    @Test
    void aMappingDecidesWhatTheAppGetsAndGroupsMayBePartOfIt() {
        save(scim(null)
                .setMapping(Map.of(
                        "userName", "$lowercase(emails[0].value)",
                        "active", "active",
                        "title", "groups[display='Sales'] ? 'Seller'")));
        settle(changes.user("u1", "Ada"));
        assertThat(scim.user("ada@example.com").toString())
                .contains("\"externalId\":\"u1\"")
                .doesNotContain("emails", "title");
        settle(changes.user("u1", "ADA"));
        assertThat(scim.writes()).as("the same after mapping").containsExactly("POST /Users");

        settle(changes.group("g1", "Sales", List.of("u1"), List.of()));
        assertThat(scim.user("ada@example.com").path("title").asString()).isEqualTo("Seller");
        settle(changes.group("g1", "Sales", List.of(), List.of("u1")));
        assertThat(scim.user("ada@example.com").has("title")).isFalse();
    }

    @Test
    void aMappingThatFailsIsADeadLetterAndHoldsBackNobody() {
        save(scim(null).setMapping(Map.of("userName", "active ? userName : 1 + 'x'")));
        settle(changes.user("u1", "ada", false), changes.user("u2", "bob"));

        assertThat(scim.users()).containsOnlyKeys("bob");
        assertThat(deadLetters(scimApp)).singleElement().satisfies(letter -> {
            assertThat(letter.getResource()).isEqualTo("u1");
            assertThat(letter.getFault()).isEqualTo(Fault.RESOURCE);
            assertThat(letter.getCause()).contains("mapping of userName").doesNotContain("ada");
            assertThat(letter.getCode()).isEqualTo("mapping-failed");
        });
    }

    @Test
    void aScopeThatIsNoFilterMakesTheAppUnusable() {
        save(scim("userNme eq \"x\""));

        await().untilAsserted(() -> assertThat(status(scimApp).state()).isEqualTo(AppStatus.State.UNUSABLE));
        assertThat(status(scimApp).detail()).contains("scope.users", "userNme");
    }

    private void saveBoth(@Nullable String userFilter) {
        save(scim(userFilter));
        save(hook(userFilter));
    }

    private void save(AppSetting.Builder app) {
        boolean isScim = app.getKind() == AppKind.SCIM;
        String id = isScim ? scimApp : hookApp;
        apps.add(id);
        worker.saveApp(id, app, isScim ? ScimTarget.TOKEN : WebhookReceiver.SECRET);
    }

    private AppSetting.Builder scim(@Nullable String userFilter) {
        return AppSetting.newBuilder()
                .setKind(AppKind.SCIM)
                .setUrl(scim.url())
                .setConnections(List.of(connection))
                .setUserFilter(userFilter);
    }

    private AppSetting.Builder hook(@Nullable String userFilter) {
        return scim(userFilter).setKind(AppKind.WEBHOOK).setUrl(hook.url());
    }

    /** Until each app that there is has come to the end of the topic. */
    private void settle(IdentityChange... all) {
        worker.projectAndPublish(all);
        apps.forEach(worker::awaitCaughtUp);
    }

    private Set<String> members() throws Exception {
        var members = new HashSet<>(worker.members(scimApp));
        members.addAll(worker.members(hookApp));
        return members;
    }

    private List<String> told() {
        return hook.messages().stream()
                .map(message ->
                        message.sequence() + " " + message.body().path("type").asString() + " " + message.resource())
                .toList();
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
