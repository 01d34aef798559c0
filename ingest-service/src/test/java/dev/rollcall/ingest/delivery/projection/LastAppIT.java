package dev.rollcall.ingest.delivery.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.EmbeddedMongo;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.Setting;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.TrustedRecords;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a change takes to its last app while apps come and go. */
class LastAppIT {

    static {
        TrustedRecords.trust();
    }

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private final EmbeddedMongo mongo;
    private final MongoClient client;
    private final Settings settings = new Settings();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DeliveryStore store;
    private final LastApp lastApp;
    private final Time clock = new Time();

    LastAppIT(@TempDir Path directory) {
        mongo = EmbeddedMongo.start(directory, 0);
        client = MongoClients.create(mongo.uri());
        var database = client.getDatabase("deliveries");
        var properties = new DeliveryProperties(Duration.ofDays(90), Duration.ofMinutes(1));
        lastApp = new LastApp(database, settings, properties, meters, clock);
        store = new DeliveryStore(database, new ReceiptWriter(database), new LetterStates(database), lastApp);
        store.createIndexes();
    }

    @BeforeEach
    void saveApps() {
        save("crm", true);
        save("wiki", true);
    }

    @AfterEach
    void close() {
        client.close();
        mongo.close();
    }

    @Test
    void aChangeThatOnlyADeletedAppLacksHasComeToItsLastApp() {
        store.learn(News.ofReceipts(List.of(receipt("crm", "c1", 100))));

        save("wiki", false);
        sweep();

        assertThat(times()).isEqualTo(1);
    }

    @Test
    void whatADeletedAppHadLateTakesNoLonger() {
        store.learn(News.ofReceipts(List.of(receipt("crm", "c1", 100))));

        save("wiki", false);
        store.learn(News.ofReceipts(List.of(receipt("wiki", "c1", 90_000))));
        sweep();

        assertThat(times()).isEqualTo(1);
        assertThat(meters.get("rollcall.delivery.last.app").timer().max(TimeUnit.MILLISECONDS))
                .isEqualTo(100);
    }

    @Test
    void noReceiptsAreLookedAtForWhatOnlyDeletedAppsHave() {
        save("wiki", false);
        store.learn(News.ofReceipts(IntStream.range(0, 600)
                .mapToObj(n -> receipt("wiki", "old-" + n, 100))
                .toList()));
        save("hr", true);
        store.learn(News.ofReceipts(List.of(receipt("crm", "c1", 100))));

        save("hr", false);
        sweep();

        assertThat(times()).as("at the first sweep, which looks at few").isEqualTo(1);
    }

    @Test
    void aReceiptThatComesBeforeItsAppIsKnownCounts() {
        store.learn(News.ofReceipts(List.of(receipt("crm", "c1", 100))));
        store.learn(News.ofReceipts(List.of(receipt("hr", "c1", 300))));
        save("hr", true);
        store.learn(News.ofReceipts(List.of(receipt("wiki", "c1", 200))));
        sweep();

        assertThat(times()).isEqualTo(1);
        assertThat(meters.get("rollcall.delivery.last.app").timer().max(TimeUnit.MILLISECONDS))
                .isEqualTo(300);
    }

    @Test
    void aChangeThatAllAppsHaveTakesAsLongAsItsLastAppWhicheverReceiptCameFirst() {
        store.learn(News.ofReceipts(List.of(receipt("wiki", "c1", 300), receipt("crm", "c1", 100))));
        store.learn(News.ofReceipts(List.of(receipt("crm", "c2", 100))));
        store.learn(News.ofReceipts(List.of(receipt("wiki", "c2", 200))));

        assertThat(times()).isEqualTo(2);
        assertThat(total()).isEqualTo(500);
    }

    @Test
    void whatAnAppIsBroughtAgainCountsByWhenItFirstHadIt() {
        store.learn(News.ofReceipts(List.of(receipt("crm", "c1", 100))));
        store.learn(News.ofReceipts(List.of(replayed("crm", "c1", 90_000))));
        store.learn(News.ofReceipts(List.of(receipt("wiki", "c1", 200))));
        store.learn(News.ofReceipts(List.of(replayed("wiki", "c1", 95_000), replayed("crm", "c1", 96_000))));
        sweep();

        assertThat(times()).isEqualTo(1);
        assertThat(total()).isEqualTo(200);
    }

    private void sweep() {
        clock.now = clock.now.plusSeconds(3);
        lastApp.sweep();
    }

    private long times() {
        Timer timer = meters.find("rollcall.delivery.last.app").timer();
        return timer == null ? 0 : timer.count();
    }

    private double total() {
        return meters.get("rollcall.delivery.last.app").timer().totalTime(TimeUnit.MILLISECONDS);
    }

    private void save(String app, boolean isThere) {
        String key = Settings.appKey(app);
        settings.apply(key, isThere ? setting(key) : null);
    }

    private static Setting setting(String key) {
        return Setting.newBuilder()
                .setId(key)
                .setCreated(NOW)
                .setTime(NOW)
                .setApp(AppSetting.newBuilder()
                        .setName(key)
                        .setKind(AppKind.WEBHOOK)
                        .setUrl("https://example.com")
                        .setSealedSecret("")
                        .build())
                .build();
    }

    private static DeliveryReceipt receipt(String app, String change, long latencyMillis) {
        return DeliveryReceipt.newBuilder()
                .setApp(app)
                .setConnection("c")
                .setChange(change)
                .setResourceType(ResourceType.USER)
                .setResource("u-" + change)
                .setSequence(1)
                .setOutcome(DeliveryOutcome.DELIVERED)
                .setAttempts(1)
                .setStatus(200)
                .setLatencyMillis(latencyMillis)
                .setTime(NOW.plusMillis(latencyMillis))
                .build();
    }

    private static DeliveryReceipt replayed(String app, String change, long latencyMillis) {
        DeliveryReceipt receipt = receipt(app, change, latencyMillis);
        receipt.setReplay("r-1");
        return receipt;
    }

    private static final class Time extends Clock {

        private Instant now = NOW;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
