package dev.rollcall.sync.delivery;

import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.test.Backends;
import org.springframework.data.mongodb.core.MongoTemplate;

/** Ledgers on the shared embedded MongoDB. */
final class TestLedgers {

    private static final MongoTemplate MONGO =
            new MongoTemplate(MongoClients.create(Backends.shared().mongodbUri()), "delivery");

    private TestLedgers() {}

    static Ledger create() {
        var ledger = new Ledger(MONGO);
        ledger.createIndexes();
        return ledger;
    }
}
