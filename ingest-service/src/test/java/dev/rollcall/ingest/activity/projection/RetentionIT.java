package dev.rollcall.ingest.activity.projection;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.ingest.stage.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RetentionIT {

    private final Stage stage = Stage.shared();

    @Test
    void deletesWhatIsOldAndWhatIsOfNoConnection() {
        String here = stage.connection().connection();
        String alsoHere = here + "-not";
        String gone = "c-" + UUID.randomUUID();
        String old = write(here, Duration.ofDays(15));
        String young = write(here, Duration.ofDays(13));
        write(alsoHere, Duration.ofDays(1));
        write(gone, Duration.ofDays(1));

        stage.bean(Retention.class).sweep();

        assertThat(entries(here)).doesNotContain(old).contains(young);
        assertThat(entries(alsoHere)).isEmpty();
        assertThat(entries(gone)).isEmpty();
    }

    private String write(String connection, Duration ago) {
        Instant time = Instant.now().minus(ago);
        String id = UuidCreator.getTimeOrderedEpoch(time).toString();
        try (var mongo = stage.mongo()) {
            EntryDocuments.collection(mongo.getDatabase("rollcall"))
                    .insertOne(EntryDocuments.of(
                            RequestLogEntry.newBuilder()
                                    .setId(id)
                                    .setConnection(connection)
                                    .setTime(time)
                                    .setMethod("GET")
                                    .setPath("/Users")
                                    .setStatus(200)
                                    .build(),
                            0));
        }
        return id;
    }

    private List<String> entries(String connection) {
        var ids = new ArrayList<String>();
        try (var mongo = stage.mongo()) {
            EntryDocuments.collection(mongo.getDatabase("rollcall"))
                    .find(eq("connection", connection))
                    .forEach(document -> ids.add(document.getString("id")));
        }
        return ids;
    }
}
