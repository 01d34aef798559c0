package dev.rollcall.sync.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.sync.OddEngine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class ProjectionIT {

    private static final String DATABASE = "projection";

    private final String first = UUID.randomUUID().toString();
    private final String second = UUID.randomUUID().toString();
    private final String third = UUID.randomUUID().toString();

    @Test
    void writesAllThatIsNewerThanWhatIsThereAndComparesWhatFailed() {
        var commands = new ArrayList<String>();
        try (MongoClient client = client(commands)) {
            var collections = new DirectoryCollections(client.getDatabase(DATABASE));
            writeSomeThatAreOlder(collections);

            assertThat(commands).containsExactly("update", "update", "find");
            assertThat(sequences(collections)).isEqualTo(Map.of(first, 7L, second, 1L, third, 3L));
        }
    }

    @Test
    void writesAllThatIsNewerWhereTheEngineGivesUpABulkAtItsFirstFailure() {
        try (MongoClient client = OddEngine.hasty()) {
            var collections = new DirectoryCollections(client.getDatabase(DATABASE));
            writeSomeThatAreOlder(collections);

            assertThat(sequences(collections)).isEqualTo(Map.of(first, 7L, second, 1L, third, 3L));
        }
    }

    @Test
    void writesWhatIsNewerThanTheOneThatWasQuickerToBeTheFirst() {
        try (MongoClient rivals = MongoClients.create(Backends.shared().mongodbUri())) {
            var rival = new DirectoryCollections(rivals.getDatabase(DATABASE));
            try (MongoClient client = OddEngine.slower(() -> projection(rival).sequences(Map.of(first, 6L)))) {
                var collections = new DirectoryCollections(client.getDatabase(DATABASE));
                projection(collections).sequences(Map.of(first, 7L));

                assertThat(sequences(collections)).isEqualTo(Map.of(first, 7L));
            }
        }
    }

    private static Projection projection(DirectoryCollections collections) {
        return new Projection(collections, new Erasures(), Clock.systemUTC());
    }

    private void writeSomeThatAreOlder(DirectoryCollections collections) {
        Projection projection = projection(collections);
        projection.sequences(Map.of(first, 7L));
        var sequences = new LinkedHashMap<String, Long>();
        sequences.put(second, 1L);
        sequences.put(first, 6L);
        sequences.put(third, 3L);
        projection.sequences(sequences);
    }

    private Map<String, Long> sequences(DirectoryCollections collections) {
        var sequences = new HashMap<String, Long>();
        for (Document found : collections.sequences().find(Filters.in(DirectoryDocuments.ID, first, second, third))) {
            sequences.put(found.getString(DirectoryDocuments.ID), found.getLong(DirectoryDocuments.SEQUENCE));
        }
        return sequences;
    }

    private static MongoClient client(List<String> commands) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(Backends.shared().mongodbUri()))
                .addCommandListener(new CommandListener() {
                    @Override
                    public void commandStarted(CommandStartedEvent event) {
                        if (event.getDatabaseName().equals(DATABASE)
                                && !event.getCommandName().equals("endSessions")) {
                            commands.add(event.getCommandName());
                        }
                    }
                })
                .build());
    }
}
