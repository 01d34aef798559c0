package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.delivery.LedgerMark;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.delivery.Ledger;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.WebhookReceiver;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;

/** The ledger is gone, and the receipts are there. */
class LostLedgerIT {

    @AutoClose
    private static final TestWorker worker = new TestWorker();

    private final String connection = "c-" + UUID.randomUUID();
    private final String scimApp = "scim-" + UUID.randomUUID();
    private final String hookApp = "hook-" + UUID.randomUUID();
    private final Changes changes = new Changes(connection);

    @BeforeAll
    static void start() {
        worker.begin();
    }

    @Test
    void nothingIsLostOrSentTwiceInEffect() {
        try (ScimTarget scim = new ScimTarget();
                WebhookReceiver hook = new WebhookReceiver()) {
            worker.settings.saveApp(
                    scimApp, AppKind.SCIM, scim.url(), ScimTarget.TOKEN, connection, DeprovisionAction.DELETE);
            worker.settings.saveApp(
                    hookApp, AppKind.WEBHOOK, hook.url(), WebhookReceiver.SECRET, connection, DeprovisionAction.DELETE);
            worker.topics.publish(changes.user("u1", "ada"), changes.user("u2", "bob"));
            awaitCaughtUp();
            LedgerEntry before = entry("u2");

            // under load
            worker.bean(MongoTemplate.class).dropCollection(LedgerEntry.COLLECTION);
            worker.topics.publish(changes.user("u1", "ada2"), changes.user("u3", "cy"));
            awaitCaughtUp();
            await().until(() -> worker.bean(LedgerMark.class).isWhole());

            assertThat(scim.users()).isEqualTo(Map.of("ada2", true, "bob", true, "cy", true));
            assertThat(hook.messages()).hasSize(4);
            assertThat(entry("u2").remoteId()).isEqualTo(before.remoteId());
            assertThat(entry("u2").sequence()).isEqualTo(before.sequence());

            // everything comes again, and the ledger is gone
            worker.bean(MongoTemplate.class).dropCollection(LedgerEntry.COLLECTION);
            worker.stop();
            worker.groups.resetOffsets(hookApp);
            worker.groups.resetOffsets(scimApp);
            int writes = scim.writes().size();
            worker.start();
            awaitCaughtUp();

            assertThat(hook.messages()).hasSize(4);
            assertThat(scim.writes()).hasSize(writes);
            assertThat(scim.users()).isEqualTo(Map.of("ada2", true, "bob", true, "cy", true));
        } finally {
            worker.settings.removeApp(scimApp);
            worker.settings.removeApp(hookApp);
        }
    }

    @Test
    void idsOfAServerThatTheAppHasLeftAreNotRecalled() {
        try (ScimTarget former = new ScimTarget();
                ScimTarget scim = new ScimTarget()) {
            worker.settings.saveApp(
                    scimApp, AppKind.SCIM, former.url(), ScimTarget.TOKEN, connection, DeprovisionAction.DELETE);
            worker.topics.publish(changes.user("u1", "ada"));
            worker.groups.awaitCaughtUp(scimApp);
            assertThat(entry("u1").remoteId()).isNotNull();

            worker.settings.saveApp(
                    scimApp,
                    AppSetting.newBuilder()
                            .setKind(AppKind.SCIM)
                            .setUrl(scim.url())
                            .setConnections(List.of(connection))
                            .setMoved(Instant.now().truncatedTo(ChronoUnit.MILLIS)),
                    ScimTarget.TOKEN);
            worker.bean(MongoTemplate.class).dropCollection("app_targets");
            worker.bean(MongoTemplate.class).dropCollection(LedgerEntry.COLLECTION);
            worker.stop();
            worker.start();
            await().until(() -> worker.bean(LedgerMark.class).isWhole());

            assertThat(entry("u1")).satisfies(entry -> {
                assertThat(entry.sequence()).as("it is recalled").isPositive();
                assertThat(entry.remoteId()).isNull();
            });
            worker.topics.publish(changes.user("u1", "ada2"));
            worker.groups.awaitCaughtUp(scimApp);
            assertThat(scim.users()).isEqualTo(Map.of("ada2", true));
        } finally {
            worker.settings.removeApp(scimApp);
        }
    }

    private void awaitCaughtUp() {
        worker.groups.awaitCaughtUp(scimApp);
        worker.groups.awaitCaughtUp(hookApp);
    }

    private LedgerEntry entry(String user) {
        String id = LedgerEntry.id(scimApp, ResourceType.USER, connection, user);
        return worker.bean(Ledger.class).find(List.of(id)).get(id);
    }
}
