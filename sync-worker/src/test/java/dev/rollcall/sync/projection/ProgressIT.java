package dev.rollcall.sync.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.rebuild.PartitionProgress;
import dev.rollcall.schemas.rebuild.PartitionProgress.Stage;
import dev.rollcall.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressIT {

    private static final TopicPartition USERS = new TopicPartition(Topics.USERS, 0);

    private final MongoClient mongo = MongoClients.create(Backends.shared().mongodbUri());
    private final DirectoryCollections directory = new DirectoryCollections(
            mongo.getDatabase("progress" + UUID.randomUUID().toString().substring(0, 8)));
    private final Progress progress = begun();

    @BeforeEach
    void copyFive() {
        read(progress, 5, 3);
        progress.tell(Stage.COPYING);
    }

    @AfterEach
    void close() {
        directory.database().drop();
        mongo.close();
    }

    @Test
    void countsAnUnreadableRecordOnceThoughItIsReadAgain() {
        Progress again = begun();
        read(again, 5, 3, 4);
        again.tell(Stage.COPYING);

        assertThat(told().unreadable()).isEqualTo(2);
        assertThat(told().places()).containsExactly(Topics.USERS + "-0-3", Topics.USERS + "-0-4");
    }

    @Test
    void tellsWhatItIsTriedAgainForUntilMoreIsRead() {
        progress.fail(new StackOverflowError());
        assertThat(told().failure()).startsWith("StackOverflowError");

        Progress again = begun();
        assertThat(told().failure()).startsWith("StackOverflowError");

        read(again, 1);
        again.tell(Stage.COPYING);
        assertThat(told().failure()).isNull();
    }

    @Test
    void countsNothingThatIsReadAgainAfterAFailure() {
        read(progress, 4);
        progress.fail(new StackOverflowError());

        assertThat(told().records()).isEqualTo(5);
    }

    @Test
    void countsFromTheBeginningWhatIsCopiedAnew() {
        progress.forget();
        progress.begins(Map.of(USERS, 0L), Map.of(USERS, 10L), 1);
        progress.tell(Stage.COPYING);

        assertThat(told().records()).isZero();
        assertThat(told().unreadable()).isZero();
    }

    private Progress begun() {
        var begun = new Progress(
                Replica.of(1, 0, directory, new Erasures(), Duration.ofMinutes(1), Clock.systemUTC()),
                Clock.systemUTC());
        begun.begins(Map.of(USERS, 0L), Map.of(USERS, 10L), 1);
        begun.tell(Stage.COPYING);
        return begun;
    }

    private static void read(Progress progress, int count, long... unreadable) {
        progress.read(
                count,
                Map.of(USERS, (long) count),
                LongStream.of(unreadable)
                        .mapToObj(offset -> new States.Unreadable(
                                new ConsumerRecord<>(Topics.USERS, 0, offset, "key", new byte[0]), "broken"))
                        .toList());
    }

    private PartitionProgress told() {
        return PartitionProgress.from(Objects.requireNonNull(directory
                .database()
                .getCollection(PartitionProgress.COLLECTION)
                .find()
                .first()));
    }
}
