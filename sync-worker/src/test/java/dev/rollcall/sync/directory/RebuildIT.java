package dev.rollcall.sync.directory;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.Operation;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.RebuildSetting;
import dev.rollcall.event.RebuildState;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.Setting;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.rebuild.Difference;
import dev.rollcall.schemas.rebuild.PartitionProgress;
import dev.rollcall.schemas.rebuild.PartitionProgress.Stage;
import dev.rollcall.schemas.rebuild.Tally;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.projection.LiveProjection;
import dev.rollcall.sync.projection.NotReadyException;
import dev.rollcall.sync.projection.Replicas;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a rebuild of the directory promises, and what becomes of one that is lost. */
class RebuildIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    private LoopFixture fixture;
    private DirectoryCollections directory;

    @BeforeEach
    void open() {
        fixture = new LoopFixture(Backends.shared());
        directory = fixture.directory("d");
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void endsEqualToTheLogWhileWritesGoOn() {
        var worker = fixture.worker(directory);
        create(0, 50);
        group("g", "u1", "u49");
        worker.drain();
        rebuild(RebuildState.BUILDING, 2_000);
        int from = 50;
        do {
            create(from, from + 5);
            fixture.send(fixture.request(Operation.DELETE, ResourceType.USER, "u" + (from - 50), null));
            worker.drain();
            from += 5;
        } while (stage(worker).isEmpty() || stage(worker).get() == Stage.COPYING);
        awaitStage(worker, Stage.EQUAL);
        create(from, from + 5);
        worker.drain();

        assertThat(content(1)).isEqualTo(content(0)).hasSizeGreaterThan(40);
        assertThat(progress().tallies())
                .filteredOn(tally -> tally.connection().equals(fixture.connection))
                .allMatch(Tally::isEqual)
                .extracting(Tally::type)
                .containsExactlyInAnyOrder("users", "groups", "memberships");
    }

    @Test
    void readsTheNewGenerationOnceItIsActiveAndKeepsTheOldOneUntilThatIsConfirmed() {
        var worker = fixture.worker(directory);
        create(0, 5);
        worker.drain();
        rebuild(RebuildState.BUILDING, null);
        awaitStage(worker, Stage.EQUAL);

        rebuild(RebuildState.ACTIVE, null);
        create(5, 10);
        worker.drain();
        assertThat(content(0)).isEqualTo(content(1)).hasSize(10);

        rebuild(RebuildState.READY, null);
        create(10, 12);
        worker.drain();
        rebuild(RebuildState.ACTIVE, null);
        rebuild(RebuildState.CONFIRMED, null);
        create(12, 15);
        worker.drain();

        fixture.assertGapFree(fixture.changes());
        sweeper().sweep();
        assertThat(directory.generations()).containsExactly(1);
        assertThat(fixture.content(directory)).hasSize(15);
    }

    @Test
    void goesOnWhereItWasWhenTheWorkerDies() {
        var first = fixture.worker(directory);
        create(0, 100);
        first.drain();
        rebuild(RebuildState.BUILDING, 200);
        await().atMost(LONG).pollInSameThread().untilAsserted(() -> {
            first.loop.tend(first.consumer);
            assertThat(checkpointed()).isPositive();
        });
        first.close();
        long read = checkpointed();
        create(100, 110);

        rebuild(RebuildState.BUILDING, null);
        var second = fixture.worker(directory);
        second.drain();
        awaitStage(second, Stage.EQUAL);

        assertThat(read).isPositive();
        assertThat(content(1)).isEqualTo(content(0)).hasSize(110);
    }

    @Test
    void goesOnAfterAnError() {
        fixture.poison().forEach(value -> fixture.send(Topics.USERS, value));
        var worker = fixture.worker(directory);
        create(0, 5);
        worker.drain();
        worker.close();
        rebuild(RebuildState.BUILDING, null);
        var buried = new AtomicInteger();
        var replicas = new Replicas(
                fixture.clients.consumers(Map.of()),
                fixture.records,
                (_, _) -> {
                    if (buried.getAndIncrement() < 2) {
                        throw new StackOverflowError();
                    }
                },
                directory,
                fixture.generations,
                fixture.erasures,
                Duration.ofSeconds(1),
                fixture.clock);
        try (LiveProjection projection = replicas.of(fixture.requests.partition())) {
            projection.follow();

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(Optional.ofNullable(progressDocument())
                                    .map(PartitionProgress::from)
                                    .map(PartitionProgress::stage))
                            .contains(Stage.EQUAL));
        }

        assertThat(buried).hasValueGreaterThan(2);
        assertThat(content(1)).isEqualTo(content(0)).hasSize(5);
    }

    @Test
    void leavesNothingOfOneThatIsCancelled() {
        var worker = fixture.worker(directory);
        create(0, 20);
        worker.drain();
        rebuild(RebuildState.BUILDING, 20);
        await().atMost(LONG).pollInSameThread().untilAsserted(() -> {
            worker.loop.tend(worker.consumer);
            assertThat(stage(worker)).contains(Stage.COPYING);
        });

        rebuild(RebuildState.CANCELLED, null);
        create(20, 22);
        worker.drain();
        sweeper().sweep();

        assertThat(directory.generations()).containsExactly(0);
        assertThat(progressDocument()).isNull();
        assertThat(fixture.content(directory)).hasSize(22);
    }

    @Test
    void bringsNobodyBackWhoWasErased() {
        var worker = fixture.worker(directory);
        create(0, 3);
        // its outcome has the person whole
        var renamed = fixture.request(Operation.REPLACE, ResourceType.USER, "u1", LoopFixture.user("ada", "true"));
        renamed.setAsynchronous(true);
        fixture.send(renamed, fixture.request(Operation.DELETE, ResourceType.USER, "u1", null));
        worker.drain();
        assertThat(directory.outcomes().countDocuments(about("u1"))).isOne();
        fixture.erase("u1");

        rebuild(RebuildState.BUILDING, null);
        awaitStage(worker, Stage.EQUAL);

        assertThat(content(1)).isEqualTo(content(0)).hasSize(2);
        assertThat(directory.ofGeneration(1).outcomes().countDocuments(about("u1")))
                .isZero();
    }

    private Bson about(String user) {
        return and(eq("connection", fixture.connection), eq("state.resource", user));
    }

    @Test
    void refusesWhatDiffersFromTheLogAndTellsWhatDoes() {
        var worker = fixture.worker(directory);
        create(0, 10);
        worker.drain();
        rebuild(RebuildState.BUILDING, null);
        awaitStage(worker, Stage.EQUAL);
        worker.close();
        // as somebody at the database might
        var users = directory.ofGeneration(1).users();
        users.updateOne(eq("_id", fixture.connection + "/u1"), Updates.set("state.attributes.title", "Boss"));
        users.deleteOne(eq("_id", fixture.connection + "/u2"));
        users.insertOne(new Document(Objects.requireNonNull(
                        users.find(eq("_id", fixture.connection + "/u3")).first()))
                .append("_id", fixture.connection + "/stranger"));
        progressCollection().deleteMany(new Document());

        var again = fixture.worker(directory);
        again.drain();
        awaitStage(again, Stage.DIFFERENT);

        assertThat(progress().differences())
                .filteredOn(difference -> difference.key().startsWith(fixture.connection))
                .containsExactlyInAnyOrder(
                        new Difference("users", fixture.connection + "/u1", "altered"),
                        new Difference("users", fixture.connection + "/u2", "missing"),
                        new Difference("users", fixture.connection + "/stranger", "extra"));
    }

    @Test
    void leavesOutWhatCanNotBeReadAndSaysWhere() {
        var worker = fixture.worker(directory);
        create(0, 3);
        worker.drain();
        fixture.poison().forEach(value -> fixture.send(Topics.USERS, value));
        create(3, 5);
        worker.drain();

        rebuild(RebuildState.BUILDING, null);
        awaitStage(worker, Stage.EQUAL);

        assertThat(progress().unreadable()).isGreaterThanOrEqualTo(4);
        assertThat(progress().places())
                .anyMatch(place -> place.startsWith(Topics.USERS + "-" + fixture.requests.partition() + "-"));
        assertThat(content(1)).isEqualTo(content(0));
    }

    @Test
    void fillsADirectoryThatIsLostBeforeItDecidesAnythingMore() {
        var worker = fixture.worker(directory);
        create(0, 10);
        group("g", "u1", "u2");
        worker.drain();
        Map<String, Document> before = fixture.content(directory);
        directory.database().drop();
        create(0, 10);
        create(10, 12);

        worker.drain();

        assertThat(fixture.content(directory)).containsAllEntriesOf(before).hasSizeGreaterThan(before.size());
        // nobody is there twice: who was there already was refused
        assertThat(fixture.changes()).hasSize(10 + 1 + 2);
        fixture.assertGapFree(fixture.changes());
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
        create(0, 3);
        worker.drain();
        isLost[0] = true;
        worker.loop.close();
        worker.open();
        create(0, 1);
        assertThatThrownBy(worker::drainOnce).isInstanceOf(NotReadyException.class);

        worker.rewind();
        worker.drain();

        // whoever was there already isn't made again
        assertThat(fixture.changes()).hasSize(3);
        assertThat(fixture.content(directory)).containsKey("users/" + fixture.connection + "/u2");
    }

    private Sweeper sweeper() {
        return new Sweeper(directory, fixture.generations);
    }

    private void create(int from, int to) {
        fixture.send(IntStream.range(from, to)
                .mapToObj(i -> fixture.createUser("u" + i))
                .toArray(ProvisioningRequest[]::new));
    }

    private void group(String id, String... members) {
        fixture.send(fixture.request(Operation.CREATE, ResourceType.GROUP, id, LoopFixture.group(id, members)));
    }

    private void rebuild(RebuildState state, @Nullable Integer recordsPerSecond) {
        String key = Settings.rebuildKey(1);
        fixture.settings.apply(
                key,
                Setting.newBuilder()
                        .setId(key)
                        .setCreated(Instant.EPOCH)
                        .setTime(Instant.EPOCH)
                        .setRebuild(RebuildSetting.newBuilder()
                                .setGeneration(1)
                                .setState(state)
                                .setRecordsPerSecond(recordsPerSecond)
                                .build())
                        .build());
    }

    private void awaitStage(LoopFixture.Worker worker, Stage wanted) {
        await().atMost(LONG).pollInSameThread().untilAsserted(() -> {
            worker.loop.tend(worker.consumer);
            assertThat(stage(worker)).contains(wanted);
        });
        worker.loop.tend(worker.consumer);
    }

    private Optional<Stage> stage(LoopFixture.Worker worker) {
        worker.loop.tend(worker.consumer);
        return Optional.ofNullable(progressDocument())
                .map(PartitionProgress::from)
                .map(PartitionProgress::stage);
    }

    private PartitionProgress progress() {
        return PartitionProgress.from(Objects.requireNonNull(progressDocument()));
    }

    private @Nullable Document progressDocument() {
        return progressCollection()
                .find(eq(PartitionProgress.ID, PartitionProgress.id(1, fixture.requests.partition())))
                .first();
    }

    private MongoCollection<Document> progressCollection() {
        return directory.database().getCollection(PartitionProgress.COLLECTION);
    }

    /** Offsets of users that the new generation has behind it. */
    private long checkpointed() {
        Document checkpoint = directory
                .ofGeneration(1)
                .checkpoints()
                .find(eq("_id", fixture.requests.partition()))
                .first();
        return checkpoint == null || checkpoint.getLong("identity_users") == null
                ? 0
                : checkpoint.getLong("identity_users");
    }

    /** What is in a generation, by kind and id. */
    private Map<String, Document> content(int generation) {
        var content = new HashMap<String, Document>();
        fixture.content(directory.ofGeneration(generation))
                .forEach((key, document) -> content.put(key.replaceFirst("_1/", "/"), document));
        return content;
    }
}
