package dev.rollcall.sync.fanout;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.WebhookReceiver;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Apps that get some users of a connection only. */
final class ScopeStage implements AutoCloseable {

    final TwoApps pair;
    private final Set<String> apps = new HashSet<>();
    private final TestWorker worker;

    ScopeStage(TestWorker worker) {
        this.worker = worker;
        this.pair = new TwoApps(worker);
    }

    void saveBoth(@Nullable String userFilter) {
        save(scim(userFilter));
        save(hook(userFilter));
    }

    void save(AppSetting.Builder app) {
        boolean isScim = app.getKind() == AppKind.SCIM;
        String id = isScim ? pair.scimApp : pair.hookApp;
        apps.add(id);
        worker.settings.saveApp(id, app, isScim ? ScimTarget.TOKEN : WebhookReceiver.SECRET);
    }

    AppSetting.Builder scim(@Nullable String userFilter) {
        return AppSetting.newBuilder()
                .setKind(AppKind.SCIM)
                .setUrl(pair.scim.url())
                .setConnections(List.of(pair.connection))
                .setUserFilter(userFilter);
    }

    AppSetting.Builder hook(@Nullable String userFilter) {
        return scim(userFilter).setKind(AppKind.WEBHOOK).setUrl(pair.hook.url());
    }

    /** Until each app that there is has come to the end of the topic. */
    void settle(IdentityChange... all) {
        worker.projectAndPublish(all);
        apps.forEach(worker.groups::awaitCaughtUp);
    }

    Set<String> members() throws Exception {
        var members = new HashSet<>(worker.groups.members(pair.scimApp));
        members.addAll(worker.groups.members(pair.hookApp));
        return members;
    }

    List<String> told() {
        return pair.hook.messages().stream()
                .map(message ->
                        message.sequence() + " " + message.body().path("type").asString() + " " + message.resource())
                .toList();
    }

    @Override
    public void close() {
        pair.close();
    }
}
