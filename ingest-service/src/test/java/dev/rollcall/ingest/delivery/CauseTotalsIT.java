package dev.rollcall.ingest.delivery;

import static com.mongodb.client.model.Filters.ne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.MongoCommandException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.ingest.delivery.CauseTotals.Cause;
import dev.rollcall.ingest.delivery.CauseTotals.Total;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of letters is counted, by engines that can do it and for those that can't. */
class CauseTotalsIT {

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final Bson NOT_SKIPPED = ne("state", "SKIPPED");

    private final MongoClient client = MongoClients.create(Backends.shared().mongodbUri());
    private final MongoCollection<Document> letters =
            client.getDatabase("causes").getCollection(UUID.randomUUID().toString());

    @BeforeEach
    void insertLetters() {
        letters.insertMany(List.of(
                letter("crm", "http-422", 20, 50),
                letter("crm", "http-422", 10, 40),
                letter("crm", "http-500", 30, 30),
                letter("wiki", "http-422", 5, 60),
                letter("crm", "http-422", 0, 90).append("state", "SKIPPED"),
                new Document("first", time(1)).append("time", time(2))));
    }

    @AfterEach
    void close() {
        letters.drop();
        client.close();
    }

    @Test
    void countsByCauseWithTheFirstAndTheLastOfEach() {
        assertThat(new CauseTotals(letters).of(NOT_SKIPPED)).containsExactlyInAnyOrder(expected());
    }

    @Test
    void countsTheSameWhereTheEngineCannot() {
        assertThat(new CauseTotals(refusing("{ok: 0, code: 238, codeName: 'NotImplemented'}")).of(NOT_SKIPPED))
                .containsExactlyInAnyOrder(expected());
    }

    @Test
    void doesNotHideAnotherFailure() {
        var totals = new CauseTotals(refusing("{ok: 0, code: 50, codeName: 'MaxTimeMSExpired'}"));

        assertThatExceptionOfType(MongoCommandException.class).isThrownBy(() -> totals.of(NOT_SKIPPED));
    }

    private static Total[] expected() {
        return new Total[] {
            new Total(new Cause("crm", "REFUSED", "http-422"), 2, at(10), at(50)),
            new Total(new Cause("crm", "REFUSED", "http-500"), 1, at(30), at(30)),
            new Total(new Cause("wiki", "REFUSED", "http-422"), 1, at(5), at(60)),
            new Total(new Cause(null, null, null), 1, at(1), at(2))
        };
    }

    private static Document letter(String app, String code, int first, int last) {
        return new Document("app", app)
                .append("fault", "REFUSED")
                .append("code", code)
                .append("first", time(first))
                .append("time", time(last));
    }

    private static Date time(int minutes) {
        return Date.from(at(minutes));
    }

    private static Instant at(int minutes) {
        return NOON.plusSeconds(60L * minutes);
    }

    /** These letters in an engine that refuses the pipeline, as FerretDB does. */
    @SuppressWarnings("unchecked")
    private MongoCollection<Document> refusing(String answer) {
        return (MongoCollection<Document>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MongoCollection.class}, (_, method, arguments) -> {
                    if (method.getName().equals("aggregate")) {
                        throw new MongoCommandException(BsonDocument.parse(answer), new ServerAddress());
                    }
                    try {
                        return method.invoke(letters, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
