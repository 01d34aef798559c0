package dev.rollcall.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rollcall.ingest.IngestServiceApplication;
import dev.rollcall.schemas.topic.SchemasLostException;
import dev.rollcall.standalone.ScimClient.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** Each of the servers that Rollcall depends on goes away while it runs, and comes back. */
class OutageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final List<String> PARTS = List.of("kafka", "registry", "mongodb");

    @TempDir
    private static Path data;

    private static BreakableBackend backend;
    private static ServiceSettings settings;
    private static Services services;
    private static ScimClient scim;
    private static String url;
    private static String workerUrl;

    @BeforeAll
    static void start() {
        Ports ports = new Ports(RollcallIT.freePorts());
        backend = new BreakableBackend(data, ports.backend());
        Secrets secrets = Secrets.in(data.resolve("secrets"));
        settings = new ServiceSettings(ports, backend, secrets);
        services = Services.start(settings, "directory, fanout");
        DemoConnection.require(services.ingest(), secrets.demoToken());
        url = "http://127.0.0.1:" + ports.http();
        workerUrl = "http://127.0.0.1:" + ports.worker();
        scim = ScimClient.of(url + "/scim/v2/" + DemoConnection.ID, secrets.demoToken());
    }

    @AfterAll
    static void stop() {
        services.close();
        backend.close();
    }

    @AfterEach
    void bringAllBack() {
        backend.kafka.start();
        backend.mongo.start();
        backend.registry.start();
    }

    @Test
    void answers503WhileKafkaIsAwayAndLosesNothingThatWasAnswered() throws Exception {
        String known = scim.createUser("known-to-kafka").expect(201).id();
        String group = scim.createGroup("Kafka").expect(201).id();
        try (var pushers = new Pushers(scim, group)) {
            await().atMost(PATIENCE).until(() -> pushers.answered(201) >= 20);

            backend.kafka.stop();
            awaitOnlyDown("kafka");
            scim.get("/Users/" + known).expect(200);
            // each client twice, so that one of them began when Kafka was away
            await().atMost(PATIENCE).until(() -> pushers.answered(503) >= 8);
            scim.get("/Users/" + known).expect(200);

            backend.kafka.start();
            long before = pushers.answered(201);
            await().atMost(PATIENCE).until(() -> pushers.answered(201) >= before + 20);
            awaitOnlyDown();
            pushers.finish();
            awaitAgreement(pushers, group);
        }
    }

    @Test
    void goesOnWhileTheRegistryIsAway() throws Exception {
        scim.createUser("known-to-registry").expect(201);
        backend.registry.stop();
        awaitOnlyDown("registry");

        String id = scim.createUser("unknown-to-registry").expect(201).id();

        // a prediction would do for the client, but the worker has to go on too
        await().atMost(PATIENCE).untilAsserted(() -> scim.get("/Users/" + id).expect(200));
        backend.registry.start();
        awaitOnlyDown();
        awaitAgreement(Map.of("unknown-to-registry", id));
    }

    @Test
    void answers503FromAColdStartWhileTheRegistryIsAwayAndRecovers() throws Exception {
        try (var cold = anotherIngest()) {
            backend.registry.stop();
            ScimClient other = ScimClient.of(
                    "http://127.0.0.1:" + cold.getEnvironment().getProperty("local.server.port") + "/scim/v2/"
                            + DemoConnection.ID,
                    scim.token());
            for (Answer answer : atOnce(4, i -> () -> other.createUser("cold-" + i))) {
                answer.expectUnavailable();
            }

            backend.registry.start();

            String id = other.createUser("warm").expect(201).id();
            awaitAgreement(Map.of("warm", id));
            assertThat(LogReplay.of(DemoConnection.ID, backend).users().values())
                    .noneMatch(name -> name.startsWith("cold-"));
        }
    }

    @Test
    void goesOnWhileTheRegistryIsEmptyAndEndsEqualOnceItIsRestored() throws Exception {
        scim.createUser("before-the-loss").expect(201);
        Path kept = data.resolve("registry");
        Path backup = data.resolve("registry-backup");
        backend.registry.stop();
        FileSystemUtils.copyRecursively(kept, backup);
        FileSystemUtils.deleteRecursively(kept);

        backend.registry.start();
        awaitOnlyDown("registry");
        String id = scim.createUser("while-it-is-empty").expect(201).id();
        await().atMost(PATIENCE).untilAsserted(() -> scim.get("/Users/" + id).expect(200));
        assertThatThrownBy(OutageIT::anotherIngest)
                .as("settings can't be read, and none is passed over")
                .hasRootCauseInstanceOf(SchemasLostException.class);
        assertThat(ScimClient.of(backend.registryUrl(), "")
                        .get("/subjects")
                        .expect(200)
                        .json())
                .as("what would have a number that the log uses")
                .isEmpty();

        backend.registry.stop();
        FileSystemUtils.deleteRecursively(kept);
        FileSystemUtils.copyRecursively(backup, kept);
        backend.registry.start();
        awaitOnlyDown();
        try (var cold = anotherIngest()) {
            ScimClient other = ScimClient.of(
                    "http://127.0.0.1:" + cold.getEnvironment().getProperty("local.server.port") + "/scim/v2/"
                            + DemoConnection.ID,
                    scim.token());
            String warm = other.createUser("after-the-loss").expect(201).id();
            awaitAgreement(Map.of("while-it-is-empty", id, "after-the-loss", warm));
        }
    }

    @Test
    void answers503WhileMongoDbIsAwayAndProjectsAllWhenItIsBack() throws Exception {
        String group = scim.createGroup("MongoDB").expect(201).id();
        try (var pushers = new Pushers(scim, group)) {
            await().atMost(PATIENCE).until(() -> pushers.answered(201) >= 20);

            backend.mongo.stop();
            awaitOnlyDown("mongodb");
            scim.get("/Users?count=1").expectUnavailable();
            for (Answer answer : atOnce(20, i -> () -> scim.createUser("while-mongodb-is-away-" + i))) {
                answer.expectUnavailable();
            }
            await().atMost(PATIENCE).until(() -> pushers.answered(503) >= 4);

            backend.mongo.start();
            long before = pushers.answered(201);
            await().atMost(PATIENCE).until(() -> pushers.answered(201) >= before + 20);
            awaitOnlyDown();
            pushers.finish();
            awaitAgreement(pushers, group);
        }
    }

    /** Another instance that has read the settings, and nothing else yet. */
    private static ConfigurableApplicationContext anotherIngest() {
        return IngestServiceApplication.start(Stream.concat(
                        Arrays.stream(settings.ingest()).filter(setting -> !setting.startsWith("--server.port")),
                        Stream.of("--server.port=0"))
                .toArray(String[]::new));
    }

    private static List<Answer> atOnce(int count, java.util.function.IntFunction<Callable<Answer>> call)
            throws InterruptedException {
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            return clients.invokeAll(IntStream.range(0, count).mapToObj(call).toList()).stream()
                    .map(java.util.concurrent.Future::resultNow)
                    .toList();
        }
    }

    /** The health of both services says so soon, and says it of nothing else. */
    private static void awaitOnlyDown(String... parts) {
        for (String service : List.of(url, workerUrl)) {
            ScimClient open = ScimClient.of(service, "");
            await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
                Answer health = open.get("/actuator/health").expect(parts.length == 0 ? 200 : 503);
                assertThat(health.took()).isLessThan(Duration.ofSeconds(3));
                JsonNode components = health.json().path("components");
                assertThat(PARTS)
                        .filteredOn(part ->
                                !components.path(part).path("status").asString().equals("UP"))
                        .containsExactly(parts);
            });
        }
    }

    private static void awaitAgreement(Pushers pushers, String group) throws Exception {
        awaitAgreement(pushers.created());
        LogReplay log = LogReplay.of(DemoConnection.ID, backend);
        assertThat(log.users().values()).containsAll(pushers.repeated());
        assertThat(log.members().get(group)).isEqualTo(pushers.joined());
        Set<String> members = new HashSet<>();
        scim.get("/Groups/" + group)
                .expect(200)
                .json()
                .path("members")
                .forEach(member -> members.add(member.path("value").asString()));
        assertThat(members).isEqualTo(pushers.joined());
    }

    /** What clients were answered is on the log, each name once, and the directory is what the log says. */
    private static void awaitAgreement(Map<String, String> answered) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            LogReplay log = LogReplay.of(DemoConnection.ID, backend);
            assertThat(directory()).isEqualTo(log.users());
            assertThat(log.users().values()).doesNotHaveDuplicates();
            answered.forEach((name, id) -> assertThat(log.users()).containsEntry(id, name));
        });
    }

    private static Map<String, String> directory() {
        Map<String, String> users = new HashMap<>();
        int total = 1;
        for (int start = 1; start <= total; start += 100) {
            JsonNode page = scim.get("/Users?startIndex=" + start + "&count=100")
                    .expect(200)
                    .json();
            total = page.path("totalResults").asInt();
            page.path("Resources")
                    .forEach(user -> users.put(
                            user.path("id").asString(), user.path("userName").asString()));
        }
        return users;
    }
}
