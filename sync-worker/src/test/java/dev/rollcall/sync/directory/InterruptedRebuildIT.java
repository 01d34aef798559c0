package dev.rollcall.sync.directory;

import static dev.rollcall.sync.directory.RebuildFixture.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.EmbeddedMongo;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.embedded.test.ChildJvm;
import dev.rollcall.event.RebuildState;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.rebuild.PartitionProgress.Stage;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.projection.Graveyard;
import dev.rollcall.sync.projection.LiveProjection;
import dev.rollcall.sync.projection.Replicas;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rebuild goes on whatever happens to who fills the new generation, and to what it is filled into. */
class InterruptedRebuildIT {

    private LoopFixture fixture;
    private RebuildFixture rebuild;

    @BeforeEach
    void open() {
        fixture = new LoopFixture(Backends.shared());
        rebuild = new RebuildFixture(fixture, fixture.directory("d"));
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void readsEachRecordOnceThoughTheWorkersProcessIsKilled() throws Exception {
        var first = fixture.worker(rebuild.directory);
        rebuild.create(0, 100);
        first.drain();
        first.close();
        long there = fixture.log.stateRecords();
        try (ChildJvm killed = SlowFilling.start(
                Backends.shared(), rebuild.directory.database().getName(), fixture.requests.partition())) {
            await().atMost(LONG)
                    .until(() ->
                            rebuild.checkpointed() > 0 && rebuild.progress().records() > 0);
            killed.kill();
        }
        long read = rebuild.checkpointed();
        Object begun = rebuild.checkpoint().get("incarnation");
        assertThat(rebuild.progress().stage()).isEqualTo(Stage.COPYING);
        assertThat(rebuild.progress().records()).isBetween(1L, there - 1);

        rebuild.set(RebuildState.BUILDING, null);
        var second = fixture.worker(rebuild.directory);
        second.open();
        rebuild.awaitStage(second, Stage.EQUAL);

        assertThat(rebuild.progress().records()).isEqualTo(there);
        assertThat(rebuild.checkpointed()).isGreaterThan(read);
        assertThat(rebuild.checkpoint().get("incarnation")).isEqualTo(begun);
        assertThat(rebuild.content(1)).isEqualTo(rebuild.content(0)).hasSize(100);
    }

    @Test
    void goesOnWhereItWasWhenTheWorkerDies() {
        var first = fixture.worker(rebuild.directory);
        rebuild.create(0, 100);
        first.drain();
        rebuild.set(RebuildState.BUILDING, 200);
        await().atMost(LONG).pollInSameThread().untilAsserted(() -> {
            first.loop.tend(first.consumer);
            assertThat(rebuild.checkpointed()).isPositive();
        });
        first.close();
        long read = rebuild.checkpointed();
        rebuild.create(100, 110);

        rebuild.set(RebuildState.BUILDING, null);
        var second = fixture.worker(rebuild.directory);
        second.drain();
        rebuild.awaitStage(second, Stage.EQUAL);

        assertThat(read).isPositive();
        assertThat(rebuild.content(1)).isEqualTo(rebuild.content(0)).hasSize(110);
    }

    @Test
    void goesOnAfterAnErrorAndTellsOfItMeanwhile() {
        fixture.poison().forEach(value -> fixture.send(Topics.USERS, value));
        var worker = fixture.worker(rebuild.directory);
        rebuild.create(0, 5);
        worker.drain();
        worker.close();
        rebuild.set(RebuildState.BUILDING, null);
        var isWell = new AtomicBoolean();
        var replicas = replicas(rebuild.directory, (_, _) -> {
            if (!isWell.get()) {
                throw new StackOverflowError();
            }
        });
        try (LiveProjection projection = replicas.of(fixture.requests.partition())) {
            projection.follow();
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(rebuild.told())
                            .hasValueSatisfying(
                                    told -> assertThat(told.failure()).startsWith("StackOverflowError")));
            isWell.set(true);
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(rebuild.progress().stage()).isEqualTo(Stage.EQUAL));
        }

        assertThat(rebuild.progress().failure()).isNull();
        assertThat(rebuild.content(1)).isEqualTo(rebuild.content(0)).hasSize(5);
    }

    @Test
    void goesOnWhereItWasWhenMongoDbIsStartedAgain(@TempDir Path data) {
        var isAtPoison = new CountDownLatch(1);
        var isAway = new CompletableFuture<Void>();
        EmbeddedMongo mongo = EmbeddedMongo.start(data, 0);
        try (MongoClient client = MongoClients.create(mongo.uri() + "/?serverSelectionTimeoutMS=500");
                var warnings = new Warnings()) {
            var away = new RebuildFixture(
                    fixture, new DirectoryCollections(client.getDatabase("d"), fixture.generations::read));
            var worker = fixture.worker(away.directory);
            away.create(0, 50);
            worker.drain();
            fixture.poison().forEach(value -> fixture.send(Topics.USERS, value));
            away.create(50, 60);
            worker.drain();
            worker.close();
            away.set(RebuildState.BUILDING, null);
            var replicas = replicas(away.directory, (_, _) -> {
                if (!isAway.isDone() && away.checkpointed() > 0) {
                    isAtPoison.countDown();
                    isAway.join();
                }
            });
            try (LiveProjection projection = replicas.of(fixture.requests.partition())) {
                projection.follow();
                await().atMost(LONG).until(() -> isAtPoison.getCount() == 0);
                long read = away.checkpointed();
                Object begun = away.checkpoint().get("incarnation");
                mongo.close();
                isAway.complete(null);
                await().atMost(LONG).until(() -> warnings.said("can't be filled yet"));
                mongo = EmbeddedMongo.start(data, URI.create(mongo.uri()).getPort());

                assertThat(away.checkpointed()).isGreaterThanOrEqualTo(read);
                await().atMost(LONG)
                        .ignoreExceptions()
                        .untilAsserted(() -> assertThat(away.progress().stage()).isEqualTo(Stage.EQUAL));
                assertThat(away.checkpoint().get("incarnation")).isEqualTo(begun);
            }

            assertThat(away.progress().failure()).isNull();
            assertThat(away.content(1)).isEqualTo(away.content(0)).hasSize(60);
        } finally {
            isAway.complete(null);
            mongo.close();
        }
    }

    /** Of few records at once. */
    private Replicas replicas(DirectoryCollections directory, Graveyard graveyard) {
        return new Replicas(
                fixture.clients.consumers(Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10)),
                fixture.records,
                graveyard,
                directory,
                fixture.generations,
                fixture.erasures,
                Duration.ofSeconds(1),
                fixture.clock);
    }
}
