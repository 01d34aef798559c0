package dev.rollcall.ingest.delivery.projection;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.schemas.delivery.ReceiptDocuments;
import dev.rollcall.schemas.setting.Settings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.springframework.stereotype.Component;

/**
 * Times changes from the client's push until the last of the enabled apps that follow the connection had them: what a
 * customer means by "how long until somebody is out". A change is counted by whoever writes its last receipt; two
 * instances that write the last two at the same moment may count it twice.
 */
@Component
final class LastApp {

    /** What is older is read again, and was counted when it was new. */
    private static final Duration NEWS = Duration.ofMinutes(10);

    private final MongoCollection<Document> receipts;
    private final Settings settings;
    private final Duration target;
    private final MeterRegistry meters;
    private final Clock clock;

    LastApp(
            MongoDatabase directoryDatabase,
            Settings settings,
            DeliveryProperties properties,
            MeterRegistry meters,
            Clock clock) {
        this.receipts = directoryDatabase.getCollection(ReceiptDocuments.COLLECTION);
        this.settings = settings;
        this.target = properties.target();
        this.meters = meters;
        this.clock = clock;
    }

    /** @param added receipts that were just written, and weren't there before */
    void observe(List<DeliveryReceipt> added) {
        Instant oldest = clock.instant().minus(NEWS);
        Set<String> changes = added.stream()
                .filter(receipt -> isTaken(receipt) && receipt.getTime().isAfter(oldest))
                .map(DeliveryReceipt::getChange)
                .collect(Collectors.toSet());
        if (changes.isEmpty()) {
            return;
        }
        Set<String> news = added.stream().map(ReceiptDocuments::id).collect(Collectors.toSet());
        receipts
                .find(and(in(ReceiptDocuments.CHANGE, changes), exists(ReceiptDocuments.OPERATOR, false)))
                .map(ReceiptDocuments::receipt)
                .into(new HashSet<>())
                .stream()
                .filter(LastApp::isTaken)
                .collect(Collectors.groupingBy(DeliveryReceipt::getChange))
                .values()
                .forEach(all -> count(all, news));
    }

    private void count(List<DeliveryReceipt> all, Set<String> news) {
        String connection = all.getFirst().getConnection();
        Set<String> followers = followers(connection);
        List<DeliveryReceipt> before = all.stream()
                .filter(receipt -> !news.contains(ReceiptDocuments.id(receipt)))
                .toList();
        if (followers.isEmpty()
                || !apps(all).containsAll(followers)
                || apps(before).containsAll(followers)) {
            return;
        }
        DeliveryReceipt last =
                all.stream().max(Comparator.comparing(DeliveryReceipt::getTime)).orElseThrow();
        Duration taken = Duration.ofMillis(last.getLatencyMillis());
        Timer.builder("rollcall.delivery.last.app")
                .description("From the client's push until the last app that follows the connection had it")
                .tag("connection", connection)
                .serviceLevelObjectives(target)
                .register(meters)
                .record(taken);
        Counter misses = Counter.builder("rollcall.delivery.target.misses")
                .description("Changes that came to their last app later than rollcall.ingest.delivery.target")
                .tag("connection", connection)
                .register(meters);
        if (taken.compareTo(target) > 0) {
            misses.increment();
        }
    }

    private Set<String> followers(String connection) {
        return settings.apps().stream()
                .filter(app -> follows(app.value(), connection))
                .map(Settings.Entry::id)
                .collect(Collectors.toSet());
    }

    private static boolean follows(AppSetting app, String connection) {
        return app.getEnabled()
                && (app.getConnections().isEmpty() || app.getConnections().contains(connection));
    }

    private static Set<String> apps(List<DeliveryReceipt> receipts) {
        return receipts.stream().map(DeliveryReceipt::getApp).collect(Collectors.toSet());
    }

    private static boolean isTaken(DeliveryReceipt receipt) {
        return receipt.getOutcome() == DeliveryOutcome.DELIVERED || receipt.getOutcome() == DeliveryOutcome.SKIPPED;
    }
}
