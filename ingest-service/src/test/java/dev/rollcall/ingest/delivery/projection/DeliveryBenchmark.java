package dev.rollcall.ingest.delivery.projection;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.EmbeddedMongo;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.setting.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Run by hand: what a receipt costs to project into the embedded engine, driver included. */
final class DeliveryBenchmark {

    private static final int BATCHES = 100;
    private static final int BATCH = 1_000;

    private DeliveryBenchmark() {}

    public static void main(String[] args) throws IOException {
        try (var mongo = EmbeddedMongo.start(Files.createTempDirectory("rollcall-benchmark"), 0);
                MongoClient client = MongoClients.create(mongo.uri())) {
            var database = client.getDatabase("benchmark");
            var properties = new DeliveryProperties(Duration.ofDays(90), Duration.ofMinutes(1));
            var store = new DeliveryStore(
                    database,
                    new ReceiptWriter(database),
                    new LetterStates(database),
                    new LastApp(database, new Settings(), properties, new SimpleMeterRegistry(), Clock.systemUTC()));
            store.createIndexes();
            for (int round = 0; round < 4; round++) {
                long start = System.nanoTime();
                for (int batch = 0; batch < BATCHES; batch++) {
                    store.learn(News.ofReceipts(receipts()));
                }
                System.out.printf("%6.1f us a receipt%n", (System.nanoTime() - start) / 1_000.0 / BATCHES / BATCH);
            }
        }
    }

    /** Of two apps, for each change. */
    private static List<DeliveryReceipt> receipts() {
        var receipts = new ArrayList<DeliveryReceipt>();
        for (int i = 0; i < BATCH / 2; i++) {
            String change = UUID.randomUUID() + "-0";
            String resource = UUID.randomUUID().toString();
            for (String app : List.of("crm", "wiki")) {
                receipts.add(DeliveryReceipt.newBuilder()
                        .setApp(app)
                        .setConnection("hr")
                        .setChange(change)
                        .setResourceType(ResourceType.USER)
                        .setResource(resource)
                        .setSequence(i)
                        .setOutcome(DeliveryOutcome.DELIVERED)
                        .setAttempts(1)
                        .setStatus(200)
                        .setTime(Instant.now())
                        .setLatencyMillis(20)
                        .setDetail("HTTP 200")
                        .build());
            }
        }
        return receipts;
    }
}
