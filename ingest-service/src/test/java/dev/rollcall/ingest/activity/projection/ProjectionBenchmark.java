package dev.rollcall.ingest.activity.projection;

import com.github.f4b6a3.uuid.UuidCreator;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertOneModel;
import dev.rollcall.embedded.EmbeddedMongo;
import dev.rollcall.event.CallOutcome;
import dev.rollcall.event.Operation;
import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.topic.TrustedRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.bson.Document;

/** Run by hand: what an entry costs to make, to write as Avro, and to keep in the embedded engine, driver included. */
final class ProjectionBenchmark {

    private static final int ENTRIES = 100_000;
    private static final int BATCH = 500;

    private ProjectionBenchmark() {}

    private interface Work {
        void run(int i) throws IOException;
    }

    public static void main(String[] args) throws IOException {
        TrustedRecords.trust();
        var writer = new SpecificDatumWriter<>(RequestLogEntry.class);
        var bytes = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try (var mongo = EmbeddedMongo.start(Files.createTempDirectory("rollcall-benchmark"), 0);
                MongoClient client = MongoClients.create(mongo.uri())) {
            var database = client.getDatabase("benchmark");
            EntryDocuments.createIndexes(database);
            var entries = EntryDocuments.collection(database);
            for (int round = 0; round < 4; round++) {
                time("made", _ -> entry());
                time("made and written", _ -> {
                    bytes.reset();
                    writer.write(entry(), encoder);
                    encoder.flush();
                });
                time("made and as a document", i -> EntryDocuments.of(entry(), i));
                time("made and kept, in batches of " + BATCH, i -> {
                    if (i % BATCH == 0) {
                        entries.bulkWrite(
                                Stream.generate(ProjectionBenchmark::entry)
                                        .limit(BATCH)
                                        .map(entry -> new InsertOneModel<Document>(EntryDocuments.of(entry, i)))
                                        .toList(),
                                new BulkWriteOptions().ordered(false));
                    }
                });
            }
            System.out.println(bytes.size() + " bytes as Avro");
        }
    }

    private static RequestLogEntry entry() {
        var entry = new RequestLogEntry();
        entry.setId(UuidCreator.getTimeOrderedEpoch().toString());
        entry.setConnection("hr");
        entry.setTime(Instant.now());
        entry.setDurationMicros(12_345);
        entry.setMethod("POST");
        entry.setPath("/Users");
        entry.setStatus(201);
        entry.setOutcome(CallOutcome.APPLIED);
        entry.setOperation(Operation.CREATE);
        entry.setResourceType(ResourceType.USER);
        entry.setResource(UuidCreator.getTimeOrderedEpoch().toString());
        entry.setWarnings(List.of());
        entry.setTxn(UuidCreator.getTimeOrderedEpoch().toString());
        entry.setSequence(1L);
        entry.setChanges(1);
        entry.setKinds(List.of(EventUris.CREATE));
        entry.setCredential("0190f3c2-7b1a-7c3e-9f00-0123456789ab");
        entry.setAddress("192.0.2.1");
        entry.setUserAgent("PingOne");
        return entry;
    }

    /** Wall time, and the processor time of the whole process with it: the engine has threads of its own. */
    private static void time(String what, Work work) throws IOException {
        var process = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = process.getProcessCpuTime();
        long start = System.nanoTime();
        for (int i = 0; i < ENTRIES; i++) {
            work.run(i);
        }
        System.out.printf(
                "%-35s %6.2f us, %6.2f us of processor%n",
                what,
                (System.nanoTime() - start) / 1_000.0 / ENTRIES,
                (process.getProcessCpuTime() - cpu) / 1_000.0 / ENTRIES);
    }
}
