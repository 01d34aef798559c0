package dev.rollcall.sync.fanout;

import com.mongodb.client.model.Filters;
import com.nimbusds.jose.jwk.JWKSet;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.Cause;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.delivery.AppStatus;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.topic.ConnectionPartitioner;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.Orders;
import dev.rollcall.sync.target.EventReceiver;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.WebhookReceiver;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.data.mongodb.core.MongoTemplate;

/** Two connections whose changes are in one partition, of which one is held, and apps that follow both. */
final class HoldStage implements AutoCloseable {

    final String held = "c-" + UUID.randomUUID();
    final String free = besides(held);
    final Changes ofHeld = new Changes(held);
    final Changes ofFree = new Changes(free);
    final List<String> apps = new ArrayList<>();
    final ScimTarget scim = new ScimTarget();
    final WebhookReceiver hook = new WebhookReceiver();
    final String pushApp = "hold-" + UUID.randomUUID();
    final EventReceiver receiver;
    private final TestWorker worker;

    HoldStage(TestWorker worker) {
        this.worker = worker;
        var keys = new JWKSet(worker.settings.signingKey().toPublicJWK());
        this.receiver = new EventReceiver(keys, "https://rollcall.example.com", pushApp);
    }

    /** A SCIM app and a webhook that both get whoever is in Sales, and who is. */
    List<String> saveWhoIsInSales() {
        for (AppKind kind : List.of(AppKind.SCIM, AppKind.WEBHOOK)) {
            boolean isScim = kind == AppKind.SCIM;
            String app = "hold-" + UUID.randomUUID();
            worker.settings.saveApp(
                    app,
                    AppSetting.newBuilder()
                            .setKind(kind)
                            .setUrl(isScim ? scim.url() : hook.url())
                            .setUserFilter("groups.display eq \"Sales\"")
                            .setConnections(List.of(held, free)),
                    isScim ? ScimTarget.TOKEN : WebhookReceiver.SECRET);
            apps.add(app);
        }
        worker.projectAndPublish(
                ofHeld.user("u1", "ada"),
                ofHeld.user("u2", "bob"),
                ofHeld.group("g1", "Sales", List.of("u1", "u2"), List.of()),
                ofFree.user("f1", "fay"),
                ofFree.group("g2", "Sales", List.of("f1"), List.of()));
        apps.forEach(worker.groups::awaitCaughtUp);
        return List.copyOf(apps);
    }

    /** Two changes that aren't held, of people who go in the hold; the directory is there before any app hears of them. */
    void comeToAHoldOfThoseInSales() {
        IdentityChange[] all = {
            ofHeld.user("u1", "adele"),
            ofHeld.user("u2", "bobby"),
            held(6, ofHeld.user("u1", "adele", false)),
            held(6, ofHeld.group("g1", "Sales", List.of(), List.of("u2"))),
            held(6, ofHeld.deleteUser("u2"))
        };
        all[3].setCause(Cause.CASCADE);
        IdentityChange other = ofFree.user("f1", "faye");
        worker.projections.projectHold(held, Orders.hold(6));
        worker.projections.project(all);
        worker.projections.project(other);
        worker.topics.publish(all);
        worker.topics.publish(other);
    }

    String save(AppKind kind, String url, String secret) {
        return save("hold-" + UUID.randomUUID(), kind, url, secret);
    }

    String save(String app, AppKind kind, String url, String secret) {
        worker.settings.saveApp(
                app, AppSetting.newBuilder().setKind(kind).setUrl(url).setConnections(List.of(held, free)), secret);
        apps.add(app);
        return app;
    }

    static IdentityChange held(long first, IdentityChange change) {
        change.setHold(first);
        return change;
    }

    /** Another connection whose changes are in the same partition. */
    private static String besides(String connection) {
        return Stream.generate(() -> "c-" + UUID.randomUUID())
                .filter(other ->
                        ConnectionPartitioner.partitionOf(other, 3) == ConnectionPartitioner.partitionOf(connection, 3))
                .findFirst()
                .orElseThrow();
    }

    static List<String> types(WebhookReceiver hook, String resource) {
        return hook.messages().stream()
                .filter(message -> message.resource().equals(resource))
                .map(message -> message.body().path("type").asString())
                .toList();
    }

    List<AppStatus> statuses(List<String> ids) {
        return worker.bean(MongoTemplate.class)
                .getCollection(AppStatus.COLLECTION)
                .find(Filters.in("_id", ids))
                .map(AppStatus::from)
                .into(new ArrayList<>());
    }

    static List<Long> sequences(WebhookReceiver hook, Changes changes) {
        return hook.messages().stream()
                .filter(message -> message.id().startsWith(changes.connection()))
                .map(WebhookReceiver.Message::sequence)
                .toList();
    }

    /** The sequences of a resource by when each first arrived. */
    static List<Long> firstOfEach(WebhookReceiver hook, Changes changes, String resource) {
        return hook.messages().stream()
                .filter(message -> message.id().startsWith(changes.connection()))
                .filter(message -> message.resource().equals(resource))
                .map(WebhookReceiver.Message::sequence)
                .distinct()
                .toList();
    }

    LedgerEntry ledger(String app, String user) {
        return LedgerEntry.from(worker.bean(MongoTemplate.class)
                .getCollection(LedgerEntry.COLLECTION)
                .find(Filters.and(Filters.eq("app", app), Filters.eq("resource", user)))
                .first());
    }

    @Override
    public void close() {
        apps.forEach(worker.settings::removeApp);
        scim.close();
        hook.close();
        receiver.close();
    }
}
