package dev.rollcall.sync.fanout;

import dev.rollcall.schemas.delivery.AppStatus.Failing;
import dev.rollcall.schemas.delivery.AppStatus.State;
import dev.rollcall.schemas.time.SteadyTime;
import dev.rollcall.sync.app.Answer;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.app.Verdict;
import dev.rollcall.sync.delivery.Courier;
import dev.rollcall.sync.delivery.Delivery;
import dev.rollcall.sync.delivery.HeldException;
import dev.rollcall.sync.delivery.Ledger;
import dev.rollcall.sync.delivery.Round;
import dev.rollcall.sync.delivery.Settled;
import dev.rollcall.sync.delivery.Suspects;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchAcknowledgingMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.support.Acknowledgment;

/**
 * Brings batches of changes to one app: deliver, write the ledger, publish receipts, commit. The {@link Clerk} writes what
 * is settled while the rest is still delivered; what it hasn't written is never committed. What can't be finished is asked
 * for again; Kafka holds it, and the paused consumer stays in its group for as long as it takes.
 */
final class AppFeed implements BatchAcknowledgingMessageListener<String, byte[]>, ConsumerAwareRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(AppFeed.class);
    private static final Duration BETWEEN_STATUSES = Duration.ofSeconds(1);

    private final App app;
    private final Courier courier;
    private final Ledger ledger;
    private final ChangeReader reader;
    private final Discards discards;
    private final Reports reports;
    private final FanOutProperties properties;
    private final Runnable onRest;
    private final Clock clock;
    private final AppBreaker breaker;
    private final Outage outage;
    private final Suspects suspects;
    private final ToldReceipts receipts = new ToldReceipts();

    private int ownFailures;
    private Instant told = Instant.EPOCH;
    private volatile boolean isStopping;

    AppFeed(
            App app,
            Courier courier,
            Ledger ledger,
            ChangeReader reader,
            Discards discards,
            Reports reports,
            FanOutProperties properties,
            Outage outage,
            Runnable onRest,
            Clock clock) {
        this.app = app;
        this.courier = courier;
        this.ledger = ledger;
        this.reader = reader;
        this.discards = discards;
        this.reports = reports;
        this.properties = properties;
        this.outage = outage;
        this.onRest = onRest;
        this.clock = clock;
        this.suspects = new Suspects(properties.giveUpAfter(), SteadyTime.CLOCK);
        this.breaker = new AppBreaker(app.id(), properties.backOff(), properties.maxRetryAfter(), SteadyTime.CLOCK);
    }

    @Override
    public void onMessage(List<ConsumerRecord<String, byte[]>> records, @Nullable Acknowledgment acknowledgment) {
        Acknowledgment offsets = Objects.requireNonNull(acknowledgment, "manual acknowledgment");
        if (isStopping || !breaker.tryAcquire()) {
            offsets.nack(0, isStopping ? Duration.ZERO : breaker.remaining());
            return;
        }
        try {
            deliver(records, offsets);
            ownFailures = 0;
        } catch (HeldException e) {
            breaker.unused();
            reader.await(e);
            offsets.nack(0, Duration.ZERO);
        } catch (RuntimeException e) {
            breaker.unused();
            Duration wait = properties
                    .backOff()
                    .after(++ownFailures, ThreadLocalRandom.current().nextDouble());
            log.atWarn()
                    .addKeyValue("app", app.id())
                    .addKeyValue("attempt", ownFailures)
                    .setCause(e)
                    .log("Kafka, the registry or MongoDB failed; the batch is tried again");
            offsets.nack(0, wait);
        }
    }

    @Override
    public void onPartitionsRevokedAfterCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        receipts.forget();
        suspects.forget();
    }

    private void deliver(List<ConsumerRecord<String, byte[]>> records, Acknowledgment offsets) {
        List<Delivery> read = reader.read(records);
        Instant end = SteadyTime.CLOCK.instant().plus(properties.batchTime());
        for (Discards.Part part : discards.parts(read)) {
            leaveOut(part.discarded());
            if (!isBrought(part.deliveries(), end, offsets)) {
                return;
            }
        }
        offsets.acknowledge();
        reader.done(records);
        receipts.done(read);
    }

    private void leaveOut(List<Delivery> discarded) {
        List<Delivery> news =
                discarded.stream().filter(delivery -> !receipts.isOut(delivery)).toList();
        discards.settle(news);
        news.forEach(receipts::add);
    }

    /** Whether all is settled; else the batch is asked for again. */
    private boolean isBrought(List<Delivery> deliveries, Instant end, Acknowledgment offsets) {
        var ids = new HashSet<String>();
        deliveries.forEach(delivery -> ids.addAll(delivery.ledgerIds()));
        Round round = new Round(ledger.find(ids), suspects, breaker.isProbe(), end, clock);
        try (var clerk = new Clerk(round, deliveries.size(), ledger, this::publish)) {
            courier.deliver(deliveries, round);
        }
        suspects.heard(round);
        Answer fault = round.fault();
        if (isStopping) {
            breaker.unused();
            offsets.nack(0, Duration.ZERO);
        } else if (fault != null) {
            offsets.nack(0, fault.verdict() == Verdict.GONE ? gone(deliveries, round, fault) : failed(round, fault));
        } else {
            succeeded(round);
            if (round.isComplete(deliveries)) {
                return true;
            }
            offsets.nack(0, Duration.ZERO);
        }
        return false;
    }

    /** Each receipt once, however often a batch is tried. */
    private void publish(List<Settled> settled) {
        List<Settled> news =
                settled.stream().filter(end -> !receipts.isOut(end.delivery())).toList();
        reports.publish(news);
        news.forEach(end -> receipts.add(end.delivery()));
    }

    private void succeeded(Round round) {
        if (round.isAppWell()) {
            recovered();
            tell(round.settled());
        } else {
            breaker.unused();
        }
    }

    /** Of an app that catches up, a status is history before anybody reads it, so one now and then is enough. */
    private void tell(List<Settled> settled) {
        Instant now = SteadyTime.CLOCK.instant();
        if (settled.size() < Clerk.MANY || !now.isBefore(told.plus(BETWEEN_STATUSES))) {
            reports.statuses().closed(app, settled);
            told = now;
        }
    }

    private void recovered() {
        breaker.succeeded();
        outage.over();
    }

    private Duration failed(Round round, Answer fault) {
        if (round.isAppWell()) {
            recovered();
        }
        told = Instant.EPOCH;
        Duration wait = breaker.failed(fault);
        Failing failing = outage.failed(clock.instant());
        log.atWarn()
                .addKeyValue("app", app.id())
                .addKeyValue("attempt", breaker.failures())
                .addKeyValue("status", fault.status())
                .addKeyValue("wait", wait)
                .log("The app failed; it is left alone for a while");
        if (failing.budgetUsed() >= FailureBudget.USED_UP) {
            reports.statuses().paused(app, fault, breaker.failures(), failing);
            rest();
        } else {
            reports.statuses().failed(app, State.OPEN, fault, breaker.failures(), failing);
        }
        return wait;
    }

    private Duration gone(List<Delivery> deliveries, Round round, Answer fault) {
        Set<Delivery> settled = new HashSet<>();
        round.settled().forEach(end -> settled.add(end.delivery()));
        Reports.await(deliveries.stream()
                .filter(delivery -> !settled.contains(delivery))
                .limit(1)
                .map(reports.deadLetters()::gone));
        reports.statuses().failed(app, State.GONE, fault, breaker.failures() + 1, outage.failing());
        rest();
        return breaker.failed(fault);
    }

    /** Nothing more is sent until somebody saves the app's setting; the changes stay in Kafka for then. */
    private void rest() {
        isStopping = true;
        onRest.run();
    }

    /** Gives up what is under way; it will be delivered again by whoever has the partition next. */
    void stop() {
        isStopping = true;
        courier.close();
    }
}
