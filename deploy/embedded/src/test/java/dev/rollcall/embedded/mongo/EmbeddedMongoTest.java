package dev.rollcall.embedded.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Indexes.ascending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Sorts;
import dev.rollcall.embedded.EmbeddedMongo;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The embedded engine keeps the contract, and looks at no more documents than a query needs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedMongoTest extends MongoContract {

    private EmbeddedMongo mongo;
    private MongoClient client;

    @SuppressWarnings("NullAway.Init")
    EmbeddedMongoTest() {}

    @BeforeAll
    void start(@TempDir Path directory) {
        mongo = EmbeddedMongo.start(directory, 0);
        client = MongoClients.create(mongo.uri());
    }

    @AfterAll
    void stop() {
        client.close();
        mongo.close();
    }

    @Override
    MongoDatabase database() {
        return client.getDatabase("contract");
    }

    @Test
    void tellsDriversTheWireVersionOfTheServerVersionItNames() {
        var hello = new Document("hello", 1);
        assertThat(client.getDatabase("admin").runCommand(hello)).containsEntry("maxWireVersion", 13);
        assertThat(client.getDatabase("admin")
                        .runCommand(new Document("buildInfo", 1))
                        .getString("version"))
                .startsWith("5.0.");
    }

    @Test
    void tellsWhoDropsWhatIsNotThereAndNobodyElse() {
        var logger = (Logger) LoggerFactory.getLogger("de.bwaldvogel.mongo");
        var told = new ListAppender<ILoggingEvent>();
        told.start();
        logger.addAppender(told);
        try {
            database().getCollection("nothing").drop();

            assertThatThrownBy(() -> database().runCommand(new Document("drop", "nothing")))
                    .isInstanceOfSatisfying(
                            MongoCommandException.class,
                            refused -> assertThat(refused.getErrorCodeName()).isEqualTo("NamespaceNotFound"));
        } finally {
            logger.detachAppender(told);
        }
        assertThat(told.list).isEmpty();
    }

    @Test
    void isAsGoodAsNewAfterItWasDroppedUnderLoad() throws Exception {
        MongoDatabase dropped = client.getDatabase("dropped");
        var writing = new AtomicBoolean(true);
        List<CompletableFuture<Void>> writers = Stream.of("a", "b", "c")
                .map(name -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; writing.get(); i++) {
                        try {
                            dropped.getCollection(name).createIndex(ascending("n"));
                            dropped.getCollection(name).insertOne(new Document("n", i));
                        } catch (MongoException _) {
                            // it went between finding the collection and writing to it
                        }
                    }
                }))
                .toList();
        for (int i = 0; i < 100; i++) {
            dropped.drop();
        }
        writing.set(false);
        for (var writer : writers) {
            writer.get();
        }

        dropped.drop();

        assertThat(client.listDatabaseNames()).doesNotContain("dropped");
        for (String name : List.of("a", "b", "c")) {
            assertThat(dropped.getCollection(name).countDocuments()).isZero();
            dropped.getCollection(name).createIndex(ascending("n"));
            dropped.getCollection(name).insertOne(new Document("_id", 1).append("n", 1));
            assertThat(dropped.getCollection(name).find(eq("n", 1))).hasSize(1);
        }
    }

    @Test
    void readsALatePageAtThePriceOfAnEarlyOne() {
        insertNumbered(50_000);

        assertThat(cost(page("00100"))).isEqualTo(50);
        assertThat(cost(page("49900"))).isEqualTo(50);
        assertThat(cost(users.find().sort(Sorts.ascending("_id")).skip(49_000).limit(50)))
                .isEqualTo(50);
        assertThat(cost(users.find().sort(Sorts.descending("_id")).limit(50))).isEqualTo(50);
    }

    @Test
    void looksOnlyAtWhatAnIndexPointsTo() {
        insertNumbered(1000);
        users.createIndex(ascending("group", "parity"));

        assertThat(cost(users.find(eq("_id", "00500")))).isEqualTo(1);
        assertThat(cost(users.find(in("_id", "00001", "00002", "absent")))).isEqualTo(2);
        assertThat(cost(users.find(and(eq("_id", "00500"), lt("sequence", 0))))).isEqualTo(1);
        assertThat(cost(users.find(and(eq("group", 3), eq("parity", 1))))).isEqualTo(100);
        assertThat(cost(users.find(eq("group", 3)))).isEqualTo(100);
        assertThat(cost(users.find(and(in("group", 3, 4), lt("sequence", 50))))).isEqualTo(200);
        assertThat(cost(users.find(and(eq("group", 3), eq("parity", 1), gt("_id", "00500")))
                        .sort(Sorts.ascending("_id"))
                        .limit(7)))
                .isEqualTo(7);
        assertThat(cost(users.aggregate(List.of(Aggregates.match(eq("group", 3)), Aggregates.count()))))
                .isEqualTo(100);
    }

    @Test
    void looksOnlyAtThePageInTheOrderOfAnIndex() {
        insertNumbered(1000);
        users.createIndex(ascending("parity", "sequence", "_id"));
        var order = Sorts.ascending("sequence", "_id");

        assertThat(cost(users.find(eq("parity", 1)).sort(order).skip(400).limit(5)))
                .isEqualTo(5);
        assertThat(cost(users.find(and(eq("parity", 1), gt("sequence", 900)))
                        .sort(order)
                        .limit(5)))
                .isEqualTo(5);
        assertThat(cost(users.find(eq("parity", 1))
                        .sort(Sorts.descending("sequence", "_id"))
                        .limit(5)))
                .isEqualTo(5);
    }

    @Test
    void looksOnlyAtWhatTheAlternativesOfAnOrPointTo() {
        insertNumbered(1000);
        users.createIndex(ascending("parity"));
        users.createIndex(ascending("parity", "group", "_id"));
        users.createIndex(ascending("parity", "sequence", "_id"));
        var odd = eq("parity", 1);
        var alternatives = or(and(odd, eq("group", 3)), and(odd, gte("sequence", 950)), eq("_id", "00001"));

        assertThat(cost(users.find(and(odd, alternatives)))).isEqualTo(100 + 25 - 5 + 1);
        assertThat(cost(users.find(and(odd, alternatives, gt("_id", "00500"))).sort(Sorts.descending("_id"))))
                .isEqualTo(50 + 25 - 5);
        assertThat(cost(users.find(or(and(odd, eq("group", 3)), and(odd, eq("sequence", 7))))
                        .sort(Sorts.ascending("_id"))
                        .limit(2)))
                .isEqualTo(2);
        long before = mongo.decodedDocuments();
        assertThat(users.countDocuments(and(odd, or(and(odd, eq("group", 3)), and(odd, gt("sequence", 951))))))
                .isEqualTo(100 + 24 - 5);
        assertThat(mongo.decodedDocuments()).isEqualTo(before);
    }

    @Test
    void countsInAnIndexWithoutLookingAtDocuments() {
        insertNumbered(1000);
        users.createIndex(ascending("group"));
        long before = mongo.decodedDocuments();

        assertThat(users.countDocuments(eq("group", 3))).isEqualTo(100);
        assertThat(users.countDocuments(in("group", 3, 4))).isEqualTo(200);
        assertThat(users.countDocuments(gt("_id", "00899"))).isEqualTo(100);
        assertThat(users.countDocuments()).isEqualTo(1000);

        assertThat(mongo.decodedDocuments()).isEqualTo(before);
    }

    @Test
    void updatesByIdLookingAtOneDocument() {
        insertNumbered(1000);
        long before = mongo.decodedDocuments();

        users.bulkWrite(List.of(guarded("00001", 5000), guarded("00002", 5000)));

        assertThat(mongo.decodedDocuments() - before).isEqualTo(2);
    }

    private FindIterable<Document> page(String after) {
        return users.find(gt("_id", after)).sort(Sorts.ascending("_id")).limit(50);
    }

    private long cost(Iterable<Document> query) {
        long before = mongo.decodedDocuments();
        query.forEach(document -> {});
        return mongo.decodedDocuments() - before;
    }
}
