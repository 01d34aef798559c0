package dev.rollcall.ingest.delivery.projection;

import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.schemas.delivery.ReceiptDocuments;
import dev.rollcall.schemas.setting.Settings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.bson.Document;
import org.springframework.stereotype.Component;

/**
 * Times changes from the client's push until the last of the enabled apps that follow the connection had them: what a
 * customer means by "how long until somebody is out". A change is counted by whoever wrote the receipt of its last app. Its
 * receipts are looked at when all apps may have it, as far as this instance has seen, and now and then for what others saw:
 * with each of a hundred apps would be five thousand.
 */
@Component
final class LastApp {

    /** What is older is read again, and was counted when it was new. */
    private static final Duration NEWS = Duration.ofMinutes(10);

    private static final int MOST_UNDER_WAY = 50_000;

    /** Of those that others may know more of, in one go. */
    private static final int MOST_SWEPT = 500;

    private static final int MOST_RECEIPTS_AT_ONCE = 5_000;

    /** Those that some apps have and others haven't, by id; the oldest first. */
    private final Map<String, UnderWay> changes = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, UnderWay> eldest) {
            return size() > MOST_UNDER_WAY;
        }
    };

    /** Receipts of apps that nobody waits for, as far as this instance knows yet. */
    private final Strangers strangers = new Strangers();

    private final Map<String, Integer> numbers = new HashMap<>();
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
    synchronized void observe(List<DeliveryReceipt> added) {
        Instant now = clock.instant();
        take(added, now).forEach(receipt -> strangers.add(receipt, now));
    }

    /** Looks at changes of which other instances may have the other receipts; to be called now and then. Blocking. */
    void sweep() {
        Instant now = clock.instant();
        observeStrangers(now);
        look(due(now));
    }

    private synchronized void observeStrangers(Instant now) {
        strangers.keep(take(strangers.receipts(now), now));
    }

    /** Returns those of apps that nobody waits for: they are deleted, or settings that make them wait are yet to be read. */
    private List<DeliveryReceipt> take(List<DeliveryReceipt> added, Instant now) {
        Map<String, BitSet> followers = new HashMap<>();
        var due = new HashMap<String, UnderWay>();
        var others = new ArrayList<DeliveryReceipt>();
        for (DeliveryReceipt receipt : added) {
            if (!Had.is(receipt.getOutcome()) || !receipt.getTime().isAfter(now.minus(NEWS))) {
                continue;
            }
            BitSet expected = followers.computeIfAbsent(receipt.getConnection(), this::numbers);
            int app = number(receipt.getApp());
            if (!expected.get(app)) {
                others.add(receipt);
                continue;
            }
            UnderWay change = changes.computeIfAbsent(receipt.getChange(), _ -> new UnderWay(receipt, now));
            change.add(app, receipt);
            if (change.isOnlyOf(expected)) {
                changes.remove(receipt.getChange());
                count(change.connection(), change.latency());
            } else if (change.isWith(expected)) {
                due.put(receipt.getChange(), change);
            }
        }
        look(due);
        return others;
    }

    private synchronized Map<String, UnderWay> due(Instant now) {
        changes.values().removeIf(change -> change.began().isBefore(now.minus(NEWS)));
        var due = new HashMap<String, UnderWay>();
        changes.entrySet().stream()
                .filter(change -> change.getValue().isDue(now))
                .limit(MOST_SWEPT)
                .forEach(change -> due.put(change.getKey(), change.getValue()));
        return due;
    }

    private void look(Map<String, UnderWay> due) {
        var ids = List.copyOf(due.keySet());
        // each may have a receipt of every app
        int some =
                Math.max(1, MOST_RECEIPTS_AT_ONCE / Math.max(1, settings.apps().size()));
        for (int at = 0; at < ids.size(); at += some) {
            look(ids.subList(at, Math.min(ids.size(), at + some)), due);
        }
    }

    private synchronized void look(List<String> ids, Map<String, UnderWay> due) {
        Map<String, Set<String>> followers = new HashMap<>();
        receipts.find(in(ReceiptDocuments.CHANGE, ids)).projection(Had.FIELDS).into(new ArrayList<>()).stream()
                .filter(Had::isSo)
                .map(Had::of)
                .collect(Collectors.groupingBy(Had::change))
                .forEach((id, all) -> {
                    UnderWay change = Objects.requireNonNull(due.get(id));
                    Set<String> expected = followers.computeIfAbsent(change.connection(), this::followers);
                    Map<String, Had> firsts = firsts(all, expected);
                    // not where it was counted since it was due
                    if (firsts.keySet().equals(expected) && changes.remove(id, change)) {
                        firsts.values().stream()
                                .max(Comparator.comparing(Had::time))
                                .filter(last -> change.has(number(last.app()), last.time()))
                                .ifPresent(last -> count(last.connection(), last.latency()));
                    }
                });
    }

    /** Of each app the first receipt that says that it has the change. */
    private static Map<String, Had> firsts(List<Had> all, Set<String> apps) {
        return all.stream()
                .filter(had -> apps.contains(had.app()))
                .collect(Collectors.toMap(Had::app, had -> had, BinaryOperator.minBy(Comparator.comparing(Had::time))));
    }

    private void count(String connection, Duration taken) {
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

    private int number(String app) {
        return numbers.computeIfAbsent(app, _ -> numbers.size());
    }

    private BitSet numbers(String connection) {
        var all = new BitSet();
        followers(connection).forEach(app -> all.set(number(app)));
        return all;
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
}
