package dev.rollcall.ingest.activity.journey;

import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoDatabase;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.delivery.AppStatus;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.delivery.ReceiptDocuments;
import dev.rollcall.schemas.setting.Settings;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What each app made of changes: as its receipt of a change says, and where there is none as the ledger of the workers
 * does, which only knows the newest change of a resource. Blocking.
 */
@Component
public final class AppStates {

    private final Settings settings;
    private final MongoDatabase database;

    AppStates(Settings settings, MongoDatabase directoryDatabase) {
        this.settings = settings;
        this.database = directoryDatabase;
    }

    /** By the change's id, one for each app that follows the connection. */
    public Map<String, List<Journey.AtApp>> of(String connection, List<IdentityChange> changes) {
        List<Settings.Entry<AppSetting>> apps = settings.apps().stream()
                .filter(app -> app.value().getConnections().isEmpty()
                        || app.value().getConnections().contains(connection))
                .toList();
        Map<String, LedgerEntry> ledger = ledger(apps, changes);
        Map<String, DeliveryReceipt> receipts = receipts(changes);
        Map<String, AppStatus> statuses = statuses(apps);
        var states = new HashMap<String, List<Journey.AtApp>>();
        for (IdentityChange change : changes) {
            states.put(
                    change.getId(),
                    apps.stream()
                            .filter(app -> concerns(app.value(), change))
                            .map(app -> Optional.ofNullable(receipts.get(key(app.id(), change.getId())))
                                    .map(receipt -> state(app, receipt))
                                    .orElseGet(() -> state(
                                            app, change, ledger.get(ledgerId(app, change)), statuses.get(app.id()))))
                            .toList());
        }
        return states;
    }

    /** A SCIM app isn't told of outcomes. */
    private static boolean concerns(AppSetting app, IdentityChange change) {
        return app.getKind() != AppKind.SCIM || !change.getKind().equals(EventUris.ASYNC_RESPONSE);
    }

    private Map<String, LedgerEntry> ledger(List<Settings.Entry<AppSetting>> apps, List<IdentityChange> changes) {
        List<String> ids = apps.stream()
                .flatMap(app -> changes.stream().map(change -> ledgerId(app, change)))
                .distinct()
                .toList();
        var ledger = new HashMap<String, LedgerEntry>();
        database.getCollection(LedgerEntry.COLLECTION)
                .find(in("_id", ids))
                .forEach(document -> ledger.put(document.getString("_id"), LedgerEntry.from(document)));
        return ledger;
    }

    /** The newest of each app and change. */
    private Map<String, DeliveryReceipt> receipts(List<IdentityChange> changes) {
        var receipts = new HashMap<String, DeliveryReceipt>();
        database.getCollection(ReceiptDocuments.COLLECTION)
                .find(in(
                        ReceiptDocuments.CHANGE,
                        changes.stream().map(IdentityChange::getId).toList()))
                .map(ReceiptDocuments::receipt)
                .forEach(receipt -> receipts.merge(
                        key(receipt.getApp(), receipt.getChange()),
                        receipt,
                        BinaryOperator.maxBy(Comparator.comparing(DeliveryReceipt::getTime))));
        return receipts;
    }

    private static String key(String app, String change) {
        return app + '/' + change;
    }

    private Map<String, AppStatus> statuses(List<Settings.Entry<AppSetting>> apps) {
        var statuses = new HashMap<String, AppStatus>();
        for (Document document : database.getCollection(AppStatus.COLLECTION)
                .find(in("_id", apps.stream().map(Settings.Entry::id).toList()))) {
            AppStatus status = AppStatus.from(document);
            statuses.put(status.app(), status);
        }
        return statuses;
    }

    private static String ledgerId(Settings.Entry<AppSetting> app, IdentityChange change) {
        return LedgerEntry.id(app.id(), change.getResourceType(), change.getConnection(), change.getResource());
    }

    private static Journey.AtApp state(Settings.Entry<AppSetting> app, DeliveryReceipt receipt) {
        String outcome = receipt.getOutcome().name().toLowerCase(Locale.ROOT);
        return new Journey.AtApp(
                app.id(),
                app.value().getName(),
                outcome,
                receipt.getSequence(),
                outcome,
                receipt.getAttempts(),
                receipt.getStatus(),
                receipt.getTime(),
                receipt.getLatencyMillis(),
                // what only repeats the status says nothing
                ("HTTP " + receipt.getStatus()).equals(receipt.getDetail()) ? null : receipt.getDetail());
    }

    private static Journey.AtApp state(
            Settings.Entry<AppSetting> app,
            IdentityChange change,
            @Nullable LedgerEntry entry,
            @Nullable AppStatus status) {
        String name = app.value().getName();
        if (entry == null || entry.sequence() < change.getSequence()) {
            boolean isEnabled = app.value().getEnabled();
            return new Journey.AtApp(
                    app.id(),
                    name,
                    isEnabled ? "pending" : "disabled",
                    entry == null ? null : entry.sequence(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    status == null || status.state() == AppStatus.State.CLOSED ? null : status.detail());
        }
        boolean isIt = entry.sequence() == change.getSequence();
        String outcome = entry.outcome().name().toLowerCase(Locale.ROOT);
        return new Journey.AtApp(
                app.id(),
                name,
                isIt ? outcome : "superseded",
                entry.sequence(),
                outcome,
                entry.attempts(),
                entry.status(),
                entry.at(),
                null,
                null);
    }
}
