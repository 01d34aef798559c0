package dev.rollcall.sync.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.Backend;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.ops.TestKafkaClients;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.bson.BsonMaximumSizeExceededException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CopyingIT {

    private static final TopicPartition USERS = new TopicPartition(Topics.USERS, 0);
    private static final String TOO_LARGE_FOR_MONGODB = "x".repeat(17 * 1024 * 1024);

    private final Backend backend = Backends.shared();
    private final AvroRecords records = new AvroRecords(SerdeSettings.apicurio(backend.registryApiUrl()));
    private final MongoClient mongo = MongoClients.create(backend.mongodbUri());
    private final DirectoryCollections directory = new DirectoryCollections(
            mongo.getDatabase("copying" + UUID.randomUUID().toString().substring(0, 8)));
    private final Replica replica =
            Replica.of(1, 0, directory, new Erasures(), Duration.ofMinutes(1), Clock.systemUTC());
    private final Changes changes = new Changes("c");
    private long offset;

    @AfterEach
    void close() {
        directory.database().drop();
        mongo.close();
    }

    @Test
    void neverPassesOverABatchThatCouldNotBeWritten() {
        try (Copying copying = copying()) {
            // none is waited for before the end, as three may wait for the writer
            read(copying, user("broken", TOO_LARGE_FOR_MONGODB));
            read(copying, user("behind", "behind"));

            assertThatExceptionOfType(BsonMaximumSizeExceededException.class)
                    .isThrownBy(() -> copying.end(Map.of(USERS, offset)));
        }

        assertThat(replica.checkpoints().read().offsets())
                .as("whoever tries again begins before what failed")
                .isEmpty();
        assertThat(replica.collections().users().countDocuments()).isZero();
    }

    @Test
    void writesAllThatItReadBeforeItEnds() {
        try (Copying copying = copying()) {
            for (int user = 0; user < 10; user++) {
                read(copying, user("u" + user, "name" + user));
            }
            copying.end(Map.of(USERS, offset));
        }

        assertThat(replica.checkpoints().read().offsets()).isEqualTo(Map.of(USERS, 10L));
        assertThat(replica.collections().users().countDocuments()).isEqualTo(10);
    }

    private Copying copying() {
        var states = new StateLog(TestKafkaClients.of(backend.bootstrap()).consumers(Map.of()));
        var copying = new Copying(
                replica,
                "incarnation",
                new CatchUp(states, records, (_, _) -> {}),
                new Progress(replica, Clock.systemUTC()),
                Pace.of(null, new Traffic(System::nanoTime)),
                () -> false);
        copying.begins(Map.of(USERS, 0L), Map.of(USERS, 10L), 1);
        return copying;
    }

    private UserState user(String id, String userName) {
        return (UserState) changes.user(id, userName).getAfter();
    }

    /** One batch with this user. */
    private void read(Copying copying, UserState user) {
        var one = new ConsumerRecord<>(
                Topics.USERS,
                0,
                offset++,
                Keys.resource(user.getConnection(), user.getId()),
                records.write(Topics.USERS, user));
        copying.read(new ConsumerRecords<>(Map.of(USERS, List.of(one)), Map.of()), Map.of(USERS, offset));
    }
}
