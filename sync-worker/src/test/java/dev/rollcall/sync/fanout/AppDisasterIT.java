package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.WebhookReceiver;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka has forgotten where an app was, or has deleted what it was away for; or the worker's clock is set back. */
class AppDisasterIT {

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

    @BeforeEach
    void subscribe() {
        worker.projections.markWhole();
        worker.settings.age(scimApp, Duration.ofDays(1));
        worker.settings.age(hookApp, Duration.ofDays(1));
        saveApps(true);
        happens(
                changes.user("u1", "ada"),
                changes.user("u2", "bob"),
                changes.group("g1", "Staff", List.of("u1", "u2"), List.of()));
        awaitCaughtUp();
    }

    @AfterEach
    void removeApps() {
        worker.clock.set(Duration.ZERO);
        worker.settings.removeApp(scimApp);
        worker.settings.removeApp(hookApp);
        worker.projections.unmark();
        scim.close();
        hook.close();
    }

    @Test
    void sendsNothingTwiceWhereItsOffsetsAreLost() {
        worker.stop();
        worker.groups.forgetOffsets(scimApp);
        worker.groups.forgetOffsets(hookApp);
        int writes = scim.writes().size();
        worker.start();
        awaitCaughtUp();

        assertThat(scim.writes()).hasSize(writes);
        assertThat(hook.messages()).hasSize(3);

        happens(changes.user("u2", "bob2"));
        awaitCaughtUp();

        assertThat(scim.users()).isEqualTo(Map.of("ada", true, "bob2", true));
        assertThat(hook.messages()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bringsWhatThereIsInsteadOfWhatWasMissed(boolean areOffsetsLostToo) {
        saveApps(false);
        await().until(() -> worker.groups.members(scimApp).isEmpty()
                && worker.groups.members(hookApp).isEmpty());
        happens(
                changes.user("u1", "ada2"),
                changes.deleteUser("u2"),
                changes.user("u3", "cy"),
                changes.group("g1", "Staff", List.of("u3"), List.of("u2")),
                changes.group("g2", "New", List.of("u1"), List.of()));
        worker.topics.expire(Topics.CHANGES);
        if (areOffsetsLostToo) {
            worker.groups.forgetOffsets(scimApp);
            worker.groups.forgetOffsets(hookApp);
        }
        happens(changes.user("u4", "dee"), changes.group("g1", "Staff", List.of("u4"), List.of()));

        saveApps(true);
        awaitCaughtUp();

        assertThat(scim.users()).isEqualTo(Map.of("ada2", true, "cy", true, "dee", true));
        assertThat(scim.members("Staff")).isEqualTo(Set.of("ada2", "cy", "dee"));
        assertThat(scim.members("New")).isEqualTo(Set.of("ada2"));
        var missed = hook.messages().subList(3, hook.messages().size());
        assertThat(missed.stream().map(AppDisasterIT::told))
                .containsExactlyInAnyOrder(
                        "user.entered u1 again",
                        "user.deleted u2 again",
                        "user.entered u3 again",
                        "group.entered g1 again",
                        "group.entered g2 again",
                        "user.created u4",
                        "group.members_changed g1");
        assertThat(new HashSet<>(hook.messages().stream()
                        .map(WebhookReceiver.Message::id)
                        .toList()))
                .hasSameSizeAs(hook.messages());
    }

    @Test
    void tellsNothingTwiceWhereWhoFoundWhatWasMissedDiesBeforeItIsTaken() throws Exception {
        missSomething();
        scim.faults().answerWhere(_ -> Optional.of(503));
        hook.answerAllWith(503);
        long before = gapRetries();
        saveApps(true);
        await().until(() -> gapRetries() == before + 6);
        worker.stop();
        worker.groups.forgetOffsets(scimApp);
        worker.groups.forgetOffsets(hookApp);
        worker.start();
        await().until(() -> gapRetries() == before + 12);
        scim.faults().recover();
        hook.recover();
        awaitCaughtUp();

        assertThat(scim.users()).isEqualTo(Map.of("ada2", true, "cy", true));
        assertThat(scim.writes().stream().filter(write -> write.startsWith("POST")))
                .hasSize(4);
        assertThat(hook.messages().stream().skip(3).map(AppDisasterIT::told))
                .containsExactlyInAnyOrder("user.entered u1 again", "user.deleted u2 again", "user.entered u3 again");
    }

    @Test
    void bringsAgainWhatWasBroughtAndWasntTakenAsLongAsRetriesAreKept() throws Exception {
        missSomething();
        scim.faults().answerWhere(_ -> Optional.of(503));
        hook.answerAllWith(503);
        long before = gapRetries();
        saveApps(true);
        await().until(() -> gapRetries() == before + 6 && isMended());
        saveApps(false);
        await().until(() -> worker.groups.members(scimApp).isEmpty()
                && worker.groups.members(hookApp).isEmpty());
        worker.topics.expire(Topics.RETRIES);
        scim.faults().recover();
        hook.recover();
        saveApps(true);
        awaitCaughtUp();
        await().until(() -> scim.users().equals(Map.of("ada2", true, "cy", true)));

        assertThat(hook.messages().stream().skip(3).map(AppDisasterIT::told))
                .containsExactlyInAnyOrder("user.entered u1 again", "user.deleted u2 again", "user.entered u3 again");
    }

    @Test
    void bringsNobodyToANewAppWhoWasThereBeforeIt() {
        String newApp = "new-" + UUID.randomUUID();
        worker.topics.expire(Topics.CHANGES);
        try (var newHook = new WebhookReceiver()) {
            saveHook(newApp, newHook, false);
            happens(changes.user("u3", "cy"));
            saveHook(newApp, newHook, true);
            worker.groups.awaitCaughtUp(newApp);

            assertThat(newHook.messages().stream().map(AppDisasterIT::told)).containsExactly("user.created u3");
        } finally {
            worker.settings.removeApp(newApp);
        }
    }

    @Test
    void asksAgainUntilTheDirectoryHasComeToWhatIsMissed() {
        saveApps(false);
        await().until(() -> worker.groups.members(scimApp).isEmpty()
                && worker.groups.members(hookApp).isEmpty());
        IdentityChange missed = changes.user("u1", "ada2");
        worker.topics.publish(missed);
        worker.topics.expire(Topics.CHANGES);
        worker.groups.forgetOffsets(scimApp);
        worker.groups.forgetOffsets(hookApp);
        IdentityChange next = changes.user("u3", "cy");
        worker.topics.publish(next);

        saveApps(true);
        await().until(() -> !worker.groups.members(scimApp).isEmpty());
        await().during(Duration.ofSeconds(2))
                .until(() -> !worker.groups.members(scimApp).isEmpty()
                        && scim.users().equals(Map.of("ada", true, "bob", true)));
        worker.projections.project(missed, next);
        awaitCaughtUp();

        assertThat(scim.users()).isEqualTo(Map.of("ada2", true, "bob", true, "cy", true));
    }

    @Test
    void keepsNobodyWaitingWhereTheClockIsSetBack() {
        scim.faults().answerWhere(_ -> Optional.of(503));
        int before = scim.requests();
        happens(changes.user("u1", "ada2"));
        await().until(() -> scim.requests() > before + 3);

        worker.clock.set(Duration.ofHours(-1));
        scim.faults().recover();
        happens(changes.user("u1", "ada3"), changes.user("u2", "bob3"));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(scim.users()).isEqualTo(Map.of("ada3", true, "bob3", true)));
        // who checks signatures refuses what seems to be an hour old
        worker.clock.set(Duration.ZERO);
        awaitCaughtUp();

        assertThat(hook.messages()).hasSize(6);
        assertThat(hook.messages().stream()
                        .filter(message -> message.resource().equals("u1"))
                        .map(WebhookReceiver.Message::sequence))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    /** While both apps are away. */
    private void missSomething() {
        saveApps(false);
        await().until(() -> worker.groups.members(scimApp).isEmpty()
                && worker.groups.members(hookApp).isEmpty());
        happens(changes.user("u1", "ada2"), changes.deleteUser("u2"), changes.user("u3", "cy"));
        worker.topics.expire(Topics.CHANGES);
    }

    private long gapRetries() {
        return worker.topics.read(Topics.RETRIES, DeliveryRetry.class).stream()
                .filter(retry -> retry.getConnection().equals(connection))
                .count();
    }

    private boolean isMended() throws Exception {
        return worker.groups.isAtEnd(scimApp, Topics.CHANGES) && worker.groups.isAtEnd(hookApp, Topics.CHANGES);
    }

    private static String told(WebhookReceiver.Message message) {
        return message.body().path("type").asString()
                + ' '
                + message.resource()
                + (message.replay() == null ? "" : " again");
    }

    private void happens(IdentityChange... all) {
        worker.projectAndPublish(all);
    }

    private void saveApps(boolean enabled) {
        worker.settings.saveApp(
                scimApp, AppKind.SCIM, scim.url(), ScimTarget.TOKEN, connection, DeprovisionAction.DELETE, enabled);
        saveHook(hookApp, hook, enabled);
    }

    private void saveHook(String app, WebhookReceiver receiver, boolean enabled) {
        worker.settings.saveApp(
                app,
                AppKind.WEBHOOK,
                receiver.url(),
                WebhookReceiver.SECRET,
                connection,
                DeprovisionAction.DELETE,
                enabled);
    }

    private void awaitCaughtUp() {
        worker.groups.awaitCaughtUp(scimApp);
        worker.groups.awaitCaughtUp(hookApp);
    }
}
