package dev.rollcall.sync.directory;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static dev.rollcall.sync.directory.RebuildFixture.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Updates;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.Operation;
import dev.rollcall.event.RebuildState;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.rebuild.Difference;
import dev.rollcall.schemas.rebuild.PartitionProgress.Stage;
import dev.rollcall.schemas.rebuild.Tally;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.projection.NotReadyException;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a rebuild of the directory promises, and what becomes of one that is lost. */
class RebuildIT {

    private LoopFixture fixture;
    private DirectoryCollections directory;
    private RebuildFixture rebuild;

    @BeforeEach
    void open() {
        fixture = new LoopFixture(Backends.shared());
        directory = fixture.directory("d");
        rebuild = new RebuildFixture(fixture, directory);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void endsEqualToTheLogWhileWritesGoOn() {
        var worker = fixture.worker(directory);
        rebuild.create(0, 50);
        group("g", "u1", "u49");
        worker.drain();
        rebuild.set(RebuildState.BUILDING, 2_000);
        int from = 50;
        do {
            rebuild.create(from, from + 5);
            fixture.send(fixture.request(Operation.DELETE, ResourceType.USER, "u" + (from - 50), null));
            worker.drain();
            from += 5;
        } while (rebuild.stage(worker).isEmpty() || rebuild.stage(worker).get() == Stage.COPYING);
        rebuild.awaitStage(worker, Stage.EQUAL);
        rebuild.create(from, from + 5);
        worker.drain();

        assertThat(rebuild.content(1)).isEqualTo(rebuild.content(0)).hasSizeGreaterThan(40);
        assertThat(rebuild.progress().tallies())
                .filteredOn(tally -> tally.connection().equals(fixture.connection))
                .allMatch(Tally::isEqual)
                .extracting(Tally::type)
                .containsExactlyInAnyOrder("users", "groups", "memberships");
    }

    @Test
    void readsTheNewGenerationOnceItIsActiveAndKeepsTheOldOneUntilThatIsConfirmed() {
        var worker = fixture.worker(directory);
        rebuild.create(0, 5);
        worker.drain();
        rebuild.set(RebuildState.BUILDING, null);
        rebuild.awaitStage(worker, Stage.EQUAL);

        rebuild.set(RebuildState.ACTIVE, null);
        rebuild.create(5, 10);
        worker.drain();
        assertThat(rebuild.content(0)).isEqualTo(rebuild.content(1)).hasSize(10);

        rebuild.set(RebuildState.READY, null);
        rebuild.create(10, 12);
        worker.drain();
        rebuild.set(RebuildState.ACTIVE, null);
        rebuild.set(RebuildState.CONFIRMED, null);
        rebuild.create(12, 15);
        worker.drain();

        LoopLog.assertGapFree(fixture.log.changes());
        sweeper().sweep();
        assertThat(directory.generations()).containsExactly(1);
        assertThat(fixture.content(directory)).hasSize(15);
    }

    @Test
    void leavesNothingOfOneThatIsCancelled() {
        var worker = fixture.worker(directory);
        rebuild.create(0, 20);
        worker.drain();
        rebuild.set(RebuildState.BUILDING, 20);
        await().atMost(LONG).pollInSameThread().untilAsserted(() -> {
            worker.loop.tend(worker.consumer);
            assertThat(rebuild.stage(worker)).contains(Stage.COPYING);
        });

        rebuild.set(RebuildState.CANCELLED, null);
        rebuild.create(20, 22);
        worker.drain();
        sweeper().sweep();

        assertThat(directory.generations()).containsExactly(0);
        assertThat(rebuild.told()).isEmpty();
        assertThat(fixture.content(directory)).hasSize(22);
    }

    @Test
    void bringsNobodyBackWhoWasErased() {
        var worker = fixture.worker(directory);
        rebuild.create(0, 3);
        // its outcome has the person whole
        var renamed = fixture.request(Operation.REPLACE, ResourceType.USER, "u1", Bodies.user("ada", "true"));
        renamed.setAsynchronous(true);
        fixture.send(renamed, fixture.request(Operation.DELETE, ResourceType.USER, "u1", null));
        worker.drain();
        assertThat(directory.outcomes().countDocuments(about("u1"))).isOne();
        fixture.erase("u1");

        rebuild.set(RebuildState.BUILDING, null);
        rebuild.awaitStage(worker, Stage.EQUAL);

        assertThat(rebuild.content(1)).isEqualTo(rebuild.content(0)).hasSize(2);
        assertThat(directory.ofGeneration(1).outcomes().countDocuments(about("u1")))
                .isZero();
    }

    private Bson about(String user) {
        return and(eq("connection", fixture.connection), eq("state.resource", user));
    }

    @Test
    void refusesWhatDiffersFromTheLogAndTellsWhatDoes() {
        var worker = fixture.worker(directory);
        rebuild.create(0, 10);
        worker.drain();
        rebuild.set(RebuildState.BUILDING, null);
        rebuild.awaitStage(worker, Stage.EQUAL);
        worker.close();
        // as somebody at the database might
        var users = directory.ofGeneration(1).users();
        users.updateOne(eq("_id", fixture.connection + "/u1"), Updates.set("state.attributes.title", "Boss"));
        users.deleteOne(eq("_id", fixture.connection + "/u2"));
        users.insertOne(new Document(Objects.requireNonNull(
                        users.find(eq("_id", fixture.connection + "/u3")).first()))
                .append("_id", fixture.connection + "/stranger"));
        rebuild.progressCollection().deleteMany(new Document());

        var again = fixture.worker(directory);
        again.drain();
        rebuild.awaitStage(again, Stage.DIFFERENT);

        assertThat(rebuild.progress().differences())
                .filteredOn(difference -> difference.key().startsWith(fixture.connection))
                .containsExactlyInAnyOrder(
                        new Difference("users", fixture.connection + "/u1", "altered"),
                        new Difference("users", fixture.connection + "/u2", "missing"),
                        new Difference("users", fixture.connection + "/stranger", "extra"));
    }

    @Test
    void leavesOutWhatCanNotBeReadAndSaysWhere() {
        var worker = fixture.worker(directory);
        rebuild.create(0, 3);
        worker.drain();
        fixture.poison().forEach(value -> fixture.send(Topics.USERS, value));
        rebuild.create(3, 5);
        worker.drain();

        rebuild.set(RebuildState.BUILDING, null);
        rebuild.awaitStage(worker, Stage.EQUAL);

        assertThat(rebuild.progress().unreadable()).isGreaterThanOrEqualTo(4);
        assertThat(rebuild.progress().places())
                .anyMatch(place -> place.startsWith(Topics.USERS + "-" + fixture.requests.partition() + "-"));
        assertThat(rebuild.content(1)).isEqualTo(rebuild.content(0));
    }

    @Test
    void fillsADirectoryThatIsLostBeforeItDecidesAnythingMore() {
        var worker = fixture.worker(directory);
        rebuild.create(0, 10);
        group("g", "u1", "u2");
        worker.drain();
        Map<String, Document> before = fixture.content(directory);
        directory.database().drop();
        rebuild.create(0, 10);
        rebuild.create(10, 12);

        worker.drain();

        assertThat(fixture.content(directory)).containsAllEntriesOf(before).hasSizeGreaterThan(before.size());
        // nobody is there twice: who was there already was refused
        assertThat(fixture.log.changes()).hasSize(10 + 1 + 2);
        LoopLog.assertGapFree(fixture.log.changes());
    }

    @Test
    void decidesNothingWhenTheDirectoryIsLostInTheMiddleOfABatch() {
        var isLost = new boolean[1];
        var worker = fixture.new Worker(directory, step -> {
            if (step == Step.POLLED && isLost[0]) {
                isLost[0] = false;
                directory.users().drop();
            }
        });
        rebuild.create(0, 3);
        worker.drain();
        isLost[0] = true;
        worker.loop.close();
        worker.open();
        rebuild.create(0, 1);
        assertThatThrownBy(worker::drainOnce).isInstanceOf(NotReadyException.class);

        worker.rewind();
        worker.drain();

        // whoever was there already isn't made again
        assertThat(fixture.log.changes()).hasSize(3);
        assertThat(fixture.content(directory)).containsKey("users/" + fixture.connection + "/u2");
    }

    private Sweeper sweeper() {
        return new Sweeper(directory, fixture.generations);
    }

    private void group(String id, String... members) {
        fixture.send(fixture.request(Operation.CREATE, ResourceType.GROUP, id, Bodies.group(id, members)));
    }
}
