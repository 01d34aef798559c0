package dev.rollcall.embedded.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.rollcall.embedded.test.ContainerBackend;
import dev.rollcall.embedded.test.RequiresDocker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.testcontainers.containers.GenericContainer;

/** A real MongoDB keeps the contract too, so that the contract is MongoDB's. */
@RequiresDocker
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MongoContainerTest extends MongoContract {

    private final GenericContainer<?> mongodb = ContainerBackend.mongodb();
    private MongoClient client;

    @SuppressWarnings("NullAway.Init")
    MongoContainerTest() {}

    @BeforeAll
    void start() {
        mongodb.start();
        client = MongoClients.create(ContainerBackend.uri(mongodb));
    }

    @AfterAll
    void stop() {
        client.close();
        mongodb.stop();
    }

    @Override
    MongoDatabase database() {
        return client.getDatabase("contract");
    }
}
