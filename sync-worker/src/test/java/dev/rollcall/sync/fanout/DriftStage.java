package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.Reconciliation;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.drift.DriftRun;
import dev.rollcall.schemas.drift.Finding;
import dev.rollcall.schemas.drift.RunState;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.ScimTarget;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** A SCIM app, what it was brought, and what somebody changed there. */
final class DriftStage implements AutoCloseable {

    static final List<String> KINDS = List.of("MISSING", "EXTRA", "DIFFERENT", "UNLINKED");

    final String connection = "c-" + UUID.randomUUID();
    final String app = "scim-" + UUID.randomUUID();
    final Changes changes = new Changes(connection);
    final ScimTarget target = new ScimTarget();
    final DriftFixture drift;
    private final TestWorker worker;

    DriftStage(TestWorker worker) {
        this.worker = worker;
        this.drift = new DriftFixture(worker, app);
    }

    /** One that looks again soon. */
    static TestWorker worker() {
        return new TestWorker(
                Duration.ofSeconds(60),
                "--rollcall.drift.initial-back-off=20ms",
                "--rollcall.drift.max-back-off=50ms",
                "--rollcall.drift.settle=5s",
                "--rollcall.drift.repair-time=20s");
    }

    /** The directory is whole, and the app follows it. */
    void open() {
        drift.markWhole();
        worker.settings.saveApp(
                app, AppKind.SCIM, target.url(), ScimTarget.TOKEN, connection, DeprovisionAction.DELETE);
    }

    /** Four users, and a group of the first three; returns when the app has all. */
    void deliver() {
        worker.projectAndPublish(
                changes.user("u1", "ada"),
                changes.user("u2", "bob"),
                changes.user("u3", "cyd"),
                changes.user("u5", "eve"),
                changes.group("g1", "Staff", List.of("u1", "u2", "u3"), List.of()));
        worker.groups.awaitCaughtUp(app);
        await().until(() -> target.members("Staff").size() == 3);
    }

    void tamper() {
        deliver();
        target.edit("bob", user -> user.put("userName", "robert"));
        target.lose("cyd");
        target.editGroup("Staff", group -> group.remove("members"));
        target.seedUser("stranger");
        worker.projections.project(changes.deleteUser("u5"));
        worker.projections.project(changes.user("u6", "fay"));
        target.seed(
                "f-1",
                JsonMapper.shared().createObjectNode().put("userName", "Fay").put("externalId", "u6"));
    }

    void settleMany(int count) {
        drift.settle(
                connection,
                IntStream.range(100, 100 + count)
                        .mapToObj(n -> changes.user("u" + n, "user" + n))
                        .toList(),
                target);
    }

    Reconciliation reconcile() {
        Reconciliation wish = drift.begin();
        DriftRun run = drift.awaitEnd(wish);
        assertThat(run.state()).as(run.failure()).isEqualTo(RunState.DONE);
        return wish;
    }

    boolean isRemoved(String remoteId) {
        return drift.database()
                        .getCollection(LedgerEntry.COLLECTION)
                        .countDocuments(Filters.and(
                                Filters.eq(LedgerEntry.APP, app),
                                Filters.eq(LedgerEntry.REMOTE_ID, remoteId),
                                Filters.eq(LedgerEntry.DELETED, true)))
                > 0;
    }

    void moveTo(ScimTarget next) {
        saveApp(scim().setUrl(next.url()).setMoved(Instant.now().truncatedTo(ChronoUnit.MILLIS)));
    }

    AppSetting.Builder scim() {
        return AppSetting.newBuilder()
                .setKind(AppKind.SCIM)
                .setUrl(target.url())
                .setConnections(List.of(connection))
                .setDeprovision(DeprovisionAction.DELETE);
    }

    /** Returns when the worker knows it. */
    void saveApp(AppSetting.Builder setting) {
        worker.settings.saveApp(app, setting, ScimTarget.TOKEN);
        AppSetting saved = setting.build();
        var settings = worker.bean(Settings.class);
        await().until(() ->
                settings.app(app).filter(entry -> entry.value().equals(saved)).isPresent());
    }

    static String words(Finding finding) {
        return finding.kind() + " " + finding.cause() + " " + finding.resource() + " " + finding.attributes() + " "
                + finding.membersMissing() + "/" + finding.membersExtra();
    }

    @Override
    public void close() {
        worker.settings.removeApp(app);
        drift.unmark();
        target.close();
    }
}
