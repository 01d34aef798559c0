package dev.rollcall.sync.fanout;

import dev.rollcall.schemas.delivery.EventQueue;
import dev.rollcall.schemas.delivery.LedgerMark;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.rebuild.Generations;
import dev.rollcall.schemas.setting.Seal;
import dev.rollcall.schemas.setting.Sessions;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.sync.app.AppHttp;
import dev.rollcall.sync.app.AppProperties;
import dev.rollcall.sync.app.Apps;
import dev.rollcall.sync.app.EventSigner;
import dev.rollcall.sync.app.Seats;
import dev.rollcall.sync.delivery.Couriers;
import dev.rollcall.sync.delivery.Ledger;
import dev.rollcall.sync.delivery.Tokens;
import dev.rollcall.sync.gap.Gaps;
import dev.rollcall.sync.ops.ConditionalOnRole;
import dev.rollcall.sync.ops.KafkaClients;
import dev.rollcall.sync.ops.Role;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** The fan-out role. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.FANOUT)
class FanOutConfiguration {

    @Bean
    Seal seal(SealingProperties keys) {
        return new Seal(keys.sealingKey(), keys.sealingKeysOld());
    }

    @Bean
    Apps apps(Settings settings, Seal seal, Clock clock) {
        return new Apps(settings, seal, clock);
    }

    @Bean
    Tokens tokens(Settings settings, Seal seal, FanOutProperties properties, MongoTemplate mongo, Clock clock) {
        return new Tokens(
                properties.issuerUrl(),
                new Sessions(settings),
                new EventSigner(settings, seal, clock),
                new EventQueue(mongo.getDb()),
                properties.maxWaitingTokens(),
                clock);
    }

    @Bean
    AppHttp appHttp(AppProperties properties, Clock clock) {
        return new AppHttp(properties, clock);
    }

    @Bean
    LedgerMark ledgerMark(MongoTemplate mongo) {
        return new LedgerMark(mongo.getDb());
    }

    @Bean
    Ledger ledger(MongoTemplate mongo, LedgerMark mark) {
        return new Ledger(mongo, mark::isWhole);
    }

    @Bean
    LedgerRecovery ledgerRecovery(
            KafkaClients kafka, AvroRecords records, LedgerMark mark, Ledger ledger, Settings settings) {
        return new LedgerRecovery(kafka, records, mark, ledger, settings);
    }

    @Bean
    AppStatuses appStatuses(MongoTemplate mongo, Clock clock) {
        return new AppStatuses(mongo, clock);
    }

    @Bean
    Receipts receipts(KafkaTemplate<String, byte[]> kafka, AvroRecords records) {
        return new Receipts(kafka, records);
    }

    @Bean
    DeadLetters deadLetters(KafkaTemplate<String, byte[]> kafka, AvroRecords records, Clock clock) {
        return new DeadLetters(kafka, records, clock);
    }

    @Bean
    Discards discards(
            Settings settings, Ledger ledger, KafkaTemplate<String, byte[]> kafka, AvroRecords records, Clock clock) {
        return new Discards(settings, ledger, kafka, records, clock);
    }

    @Bean
    DeliveryMetrics deliveryMetrics(MeterRegistry meters) {
        return new DeliveryMetrics(meters);
    }

    @Bean
    Reports reports(Receipts receipts, DeadLetters deadLetters, AppStatuses statuses, DeliveryMetrics metrics) {
        return new Reports(receipts, deadLetters, statuses, metrics);
    }

    @Bean
    ThreadPoolTaskScheduler containerMonitor() {
        var monitor = new ThreadPoolTaskScheduler();
        monitor.setThreadNamePrefix("app-monitor-");
        return monitor;
    }

    @Bean
    Gaps gaps(
            MongoTemplate mongo,
            Generations generations,
            Ledger ledger,
            Settings settings,
            Erasures erasures,
            KafkaClients clients,
            KafkaTemplate<String, byte[]> kafka,
            AvroRecords records,
            MeterRegistry meters,
            Clock clock) {
        var directory = new DirectoryCollections(mongo.getDb(), generations::read);
        return new Gaps(directory, ledger, settings, erasures, clients, kafka, records, meters, clock);
    }

    @Bean
    FanOut fanOut(
            Apps apps,
            Ledger ledger,
            AppHttp http,
            Reports reports,
            AvroRecords records,
            KafkaClients kafka,
            FanOutProperties properties,
            Settings settings,
            Erasures erasures,
            MongoTemplate mongo,
            Tokens tokens,
            Discards discards,
            LedgerRecovery recovery,
            Generations generations,
            Gaps gaps,
            ThreadPoolTaskScheduler containerMonitor,
            Clock clock) {
        var directory = new DirectoryCollections(mongo.getDb(), generations::read);
        var knownHolds = new KnownHolds(directory, settings);
        var couriers = new Couriers(
                http,
                ledger,
                new Seats(settings),
                new ProjectedGroups(directory, knownHolds),
                new ProjectedPeople(directory, knownHolds),
                tokens,
                clock);
        var backFills = new BackFills(settings);
        var changes = new ReadChanges(records);
        return new FanOut(
                apps,
                recovery,
                reports.statuses(),
                new Targets(mongo.getDb(), ledger),
                (app, onRest) -> {
                    var holds = new Holds(knownHolds);
                    var share = new Share(apps.ids().size());
                    return Subscription.of(
                            app,
                            share,
                            new AppFeed(
                                    app,
                                    couriers.engage(
                                            app, share.concurrency(properties.concurrency()), properties.attempts()),
                                    ledger,
                                    new ChangeReader(app, changes, records, reports.deadLetters(), holds, erasures),
                                    discards,
                                    reports,
                                    properties,
                                    new Outage(
                                            app.id(),
                                            properties.budget(),
                                            reports.statuses().find(app).orElse(null)),
                                    onRest,
                                    clock),
                            holds,
                            backFills,
                            gaps,
                            changes,
                            kafka,
                            properties,
                            containerMonitor);
                },
                clock);
    }

    @Bean
    AppWatch appWatch(
            Apps apps,
            AppStatuses statuses,
            Admin kafka,
            MeterRegistry meters,
            FanOutProperties properties,
            Clock clock) {
        return new AppWatch(
                apps,
                statuses,
                new Backlogs(kafka, properties.expiryNotice(), clock),
                new AppMetrics(meters),
                properties.watchInterval(),
                clock);
    }
}
