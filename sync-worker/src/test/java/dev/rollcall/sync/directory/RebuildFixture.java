package dev.rollcall.sync.directory;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.RebuildSetting;
import dev.rollcall.event.RebuildState;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.rebuild.PartitionProgress;
import dev.rollcall.schemas.rebuild.PartitionProgress.Stage;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Orders;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** A directory that is rebuilt as generation 1. */
final class RebuildFixture {

    static final Duration LONG = Duration.ofSeconds(60);

    final DirectoryCollections directory;
    private final LoopFixture fixture;

    RebuildFixture(LoopFixture fixture, DirectoryCollections directory) {
        this.fixture = fixture;
        this.directory = directory;
    }

    /** Wishes users u[from] to u[to - 1]. */
    void create(int from, int to) {
        fixture.send(IntStream.range(from, to)
                .mapToObj(i -> fixture.createUser("u" + i))
                .toArray(ProvisioningRequest[]::new));
    }

    void set(RebuildState state, @Nullable Integer recordsPerSecond) {
        set(fixture.settings, state, recordsPerSecond);
    }

    static void set(Settings settings, RebuildState state, @Nullable Integer recordsPerSecond) {
        String key = Settings.rebuildKey(1);
        var rebuild = RebuildSetting.newBuilder()
                .setGeneration(1)
                .setState(state)
                .setRecordsPerSecond(recordsPerSecond)
                .build();
        settings.apply(key, Orders.setting(key, setting -> setting.setRebuild(rebuild)));
    }

    void awaitStage(LoopFixture.Worker worker, Stage wanted) {
        await().atMost(LONG).pollInSameThread().untilAsserted(() -> {
            worker.loop.tend(worker.consumer);
            assertThat(stage(worker)).contains(wanted);
        });
        worker.loop.tend(worker.consumer);
    }

    Optional<Stage> stage(LoopFixture.Worker worker) {
        worker.loop.tend(worker.consumer);
        return told().map(PartitionProgress::stage);
    }

    PartitionProgress progress() {
        return told().orElseThrow();
    }

    Optional<PartitionProgress> told() {
        return Optional.ofNullable(progressCollection()
                        .find(eq(PartitionProgress.ID, PartitionProgress.id(1, fixture.requests.partition())))
                        .first())
                .map(PartitionProgress::from);
    }

    MongoCollection<Document> progressCollection() {
        return directory.database().getCollection(PartitionProgress.COLLECTION);
    }

    /** Of the new generation; empty where there is none yet. */
    Document checkpoint() {
        return Objects.requireNonNullElseGet(
                directory
                        .ofGeneration(1)
                        .checkpoints()
                        .find(eq("_id", fixture.requests.partition()))
                        .first(),
                Document::new);
    }

    /** Offsets of all state topics that the new generation has behind it. */
    long checkpointed() {
        Document checkpoint = checkpoint();
        return Topics.STATES.stream()
                .mapToLong(topic -> Objects.requireNonNullElse(checkpoint.getLong(topic.replace('.', '_')), 0L))
                .sum();
    }

    /** What is in a generation, by kind and id. */
    Map<String, Document> content(int generation) {
        var content = new HashMap<String, Document>();
        fixture.content(directory.ofGeneration(generation))
                .forEach((key, document) -> content.put(key.replaceFirst("_1/", "/"), document));
        return content;
    }
}
