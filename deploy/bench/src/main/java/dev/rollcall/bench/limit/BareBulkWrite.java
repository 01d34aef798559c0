package dev.rollcall.bench.limit;

import static com.mongodb.client.model.Filters.exists;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import dev.rollcall.bench.load.Measured;
import dev.rollcall.bench.load.Tally;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.bson.Document;

/**
 * Writes copies of the directory's own documents, guarded as its projection guards them, into a database of its own with
 * the same indexes, which it drops in the end. There is one writer, as there is one for a partition.
 */
final class BareBulkWrite implements AutoCloseable {

    private static final String DATABASE = "rollcall_bench";
    private static final int BATCH = 64;
    private static final int UPDATED = 1_000;

    private final MongoClient client;
    private final MongoDatabase directory;
    private final MongoDatabase bench;
    private long written;

    BareBulkWrite(String uri) {
        var connection = new ConnectionString(uri);
        client = MongoClients.create(connection);
        directory = client.getDatabase(Objects.requireNonNull(connection.getDatabase(), "a database in the URI"));
        bench = client.getDatabase(DATABASE);
        bench.drop();
        new DirectoryCollections(bench).createIndexes();
    }

    /**
     * Writes batches of as many documents as there are requests in flight, at most 64; a document counts as a request.
     *
     * @param areNew whether each has an _id of its own, or replaces an earlier one
     */
    Measured measure(String collection, boolean areNew, int inFlight, Duration window) {
        List<Document> templates = templates(collection);
        if (templates.isEmpty()) {
            throw new IllegalStateException("There are no documents in " + collection + " to copy.");
        }
        MongoCollection<Document> target = bench.getCollection(collection);
        int batch = Math.min(inFlight, BATCH);
        var tally = new Tally(window);
        while (!tally.isOver()) {
            List<WriteModel<Document>> models = new ArrayList<>(batch);
            for (int i = 0; i < batch; i++) {
                models.add(guarded(templates.get((int) (written % templates.size())), areNew));
            }
            long sent = System.nanoTime();
            target.bulkWrite(models, new BulkWriteOptions().ordered(false));
            tally.succeeded(batch, sent, 0);
        }
        return tally.measured();
    }

    /** Of the newest generation that has any, for a rebuild has the ones before it dropped. */
    private List<Document> templates(String collection) {
        return new DirectoryCollections(directory)
                .generations().stream()
                        .sorted(Comparator.reverseOrder())
                        .map(generation -> generation == 0 ? collection : collection + '_' + generation)
                        .map(name -> directory
                                .getCollection(name)
                                .find(exists(DirectoryDocuments.STATE))
                                .limit(BATCH)
                                .into(new ArrayList<>()))
                        .filter(found -> !found.isEmpty())
                        .findFirst()
                        .orElseGet(ArrayList::new);
    }

    private WriteModel<Document> guarded(Document template, boolean isNew) {
        written++;
        var document = new Document(template)
                .append(DirectoryDocuments.ID, "bench/" + (isNew ? "new-" + written : written % UPDATED))
                .append(DirectoryDocuments.SEQUENCE, written);
        if (document.containsKey(DirectoryDocuments.USER_NAME)) {
            document.append(DirectoryDocuments.USER_NAME, document.get(DirectoryDocuments.ID));
        }
        return new ReplaceOneModel<>(
                new Document(DirectoryDocuments.ID, document.get(DirectoryDocuments.ID))
                        .append(DirectoryDocuments.SEQUENCE, new Document("$lt", written)),
                document,
                new ReplaceOptions().upsert(true));
    }

    @Override
    public void close() {
        bench.drop();
        client.close();
    }
}
