package dev.rollcall.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.test.Backends;
import java.net.URI;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class EmbeddedBackendTest {

    @Test
    void servesAllThree() throws Exception {
        Backend backend = Backends.shared();

        assertThat(Backends.shared()).isSameAs(backend);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrap()))) {
            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
        }
        try (MongoClient client = MongoClients.create(backend.mongodbUri())) {
            assertThat(client.getDatabase("any").runCommand(new Document("ping", 1)))
                    .containsEntry("ok", 1.0);
        }
        assertThat(new String(URI.create(backend.registryUrl() + "/subjects")
                        .toURL()
                        .openStream()
                        .readAllBytes()))
                .isEqualTo("[]");
    }
}
