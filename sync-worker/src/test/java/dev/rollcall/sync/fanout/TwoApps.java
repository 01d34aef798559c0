package dev.rollcall.sync.fanout;

import dev.rollcall.event.AppAuthentication;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.WebhookReceiver;
import java.util.List;
import java.util.UUID;

/** A SCIM app and a webhook that follow one connection. */
final class TwoApps implements AutoCloseable {

    final String connection = "c-" + UUID.randomUUID();
    final String scimApp = "scim-" + UUID.randomUUID();
    final String hookApp = "hook-" + UUID.randomUUID();
    final Changes changes = new Changes(connection);
    final ScimTarget scim = new ScimTarget();
    final WebhookReceiver hook = new WebhookReceiver();
    private final TestWorker worker;

    TwoApps(TestWorker worker) {
        this.worker = worker;
    }

    void saveScim(boolean enabled) {
        worker.settings.saveApp(
                scimApp, AppKind.SCIM, scim.url(), ScimTarget.TOKEN, connection, DeprovisionAction.DELETE, enabled);
    }

    void saveHook(boolean enabled) {
        worker.settings.saveApp(
                hookApp,
                AppKind.WEBHOOK,
                hook.url(),
                WebhookReceiver.SECRET,
                connection,
                DeprovisionAction.DELETE,
                enabled);
    }

    AppSetting.Builder hook() {
        return AppSetting.newBuilder()
                .setName(hookApp)
                .setKind(AppKind.WEBHOOK)
                .setAuthentication(AppAuthentication.NONE)
                .setUrl(hook.url())
                .setConnections(List.of(connection))
                .setSealedSecret(worker.settings.seal(hookApp, WebhookReceiver.SECRET));
    }

    /** Until both have come to the end of their topics. */
    void awaitCaughtUp() {
        worker.groups.awaitCaughtUp(scimApp);
        worker.groups.awaitCaughtUp(hookApp);
    }

    @Override
    public void close() {
        worker.settings.removeApp(scimApp);
        worker.settings.removeApp(hookApp);
        scim.close();
        hook.close();
    }
}
