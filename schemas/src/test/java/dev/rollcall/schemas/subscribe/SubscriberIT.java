package dev.rollcall.schemas.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.embedded.Backend;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.Operation;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.decide.Decision;
import dev.rollcall.schemas.decide.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscriberIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> GROUPS = List.of("g1", "g2");

    private final Backend backend = Backends.shared();
    private final String connection = UUID.randomUUID().toString();
    private final Requests directory = new Requests(connection);
    private final Replica replica = new Replica(connection);
    private TestLog log;

    @BeforeEach
    void open() throws Exception {
        log = new TestLog(backend);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void tellsWhoIsThereThenEachChangeAndGoesOnAfterARestart() {
        log.write(user("ada"), user("bob"), group("g1", "ada"));
        log.write(delete("bob"));
        try (Subscriber _ = follow(replica)) {
            awaitReady(replica);
            assertThat(replica.told).isEmpty();
            assertEqual(replica);

            log.write(user("cyd"), group("g1", "cyd"));
            await().atMost(PATIENCE).untilAsserted(() -> assertEqual(replica));
        }
        log.write(user("dee"));
        try (Subscriber _ = follow(replica)) {
            await().atMost(PATIENCE).untilAsserted(() -> assertEqual(replica));
        }
        assertThat(replica.snapshots).isEqualTo(1);
        assertThat(replica.told).containsExactly(5L, 6L, 7L);
        assertThat(replica.troubles).isEmpty();
    }

    @Test
    void missesNothingAndRepeatsNothingWhileOthersWriteDuringTheSnapshot() throws Exception {
        var writing = new AtomicBoolean(true);
        var random = new Random(11);
        var writer = CompletableFuture.runAsync(() -> {
            while (writing.get()) {
                writeSome(random);
            }
        });
        var replicas =
                IntStream.range(0, 8).mapToObj(_ -> new Replica(connection)).toList();
        var subscribers = new ArrayList<Subscriber>();
        try {
            for (Replica each : replicas) {
                subscribers.add(subscriber("g-" + UUID.randomUUID(), each));
                awaitReady(each);
            }
            writing.set(false);
            writer.get();
            for (Replica each : replicas) {
                await().atMost(PATIENCE).untilAsserted(() -> assertEqual(each));
                assertThat(each.troubles).isEmpty();
                assertThat(each.told).isSorted().doesNotHaveDuplicates();
            }
        } finally {
            writing.set(false);
            subscribers.forEach(Subscriber::close);
        }
    }

    @Test
    void hasEachEffectOnceWhenKilledBeforeThePositionIsWrittenDown() {
        var dies = new AtomicBoolean();
        IdentityListener mortal = new IdentityListener() {
            @Override
            public void on(IdentityEvent event) throws Exception {
                replica.on(event);
            }

            @Override
            public void flush() {
                if (dies.get()) {
                    throw new Killed();
                }
            }
        };
        Subscriber first = subscriber(connection, mortal);
        awaitReady(replica);
        dies.set(true);
        log.write(user("ada"), user("bob"));
        await().dontCatchUncaughtExceptions().atMost(PATIENCE).until(() -> !first.isRunning());
        dies.set(false);
        log.write(user("cyd"));

        try (Subscriber _ = subscriber(connection, mortal)) {
            await().atMost(PATIENCE).untilAsserted(() -> assertEqual(replica));
        }
        assertThat(replica.told).containsExactly(1L, 2L, 3L);
        assertThat(replica.snapshots).isEqualTo(1);
    }

    @Test
    void tellsAgainWhatTheListenerFailedOn() {
        var fails = new AtomicBoolean(true);
        var seen = new ArrayList<Long>();
        IdentityListener clumsy = new IdentityListener() {
            @Override
            public void on(IdentityEvent event) throws Exception {
                if (event instanceof ChangeEvent change && change.connection().equals(connection)) {
                    seen.add(change.sequence());
                    if (change.sequence() == 2 && fails.getAndSet(false)) {
                        throw new IllegalStateException("Not yet");
                    }
                }
                replica.on(event);
            }

            @Override
            public Remedy onTrouble(Trouble trouble) {
                return replica.onTrouble(trouble);
            }
        };
        try (Subscriber _ = follow(clumsy)) {
            awaitReady(replica);
            log.write(user("ada"), user("bob"), user("cyd"));
            await().atMost(PATIENCE).untilAsserted(() -> assertEqual(replica));
        }
        assertThat(seen).containsExactly(1L, 2L, 2L, 3L);
        assertThat(replica.troubles).singleElement().isInstanceOf(Trouble.Failed.class);
    }

    @Test
    void beginsWithTheOldestChangeAndTellsARepeatedOneOnce() {
        Decision ada = user("ada");
        log.write(ada);
        replica.goOn();
        try (Subscriber _ = subscriber(connection, replica, Start.OLDEST_CHANGE)) {
            log.writeOnly(ada.changes());
            log.write(user("bob"));
            await().atMost(PATIENCE).untilAsserted(() -> assertEqual(replica));
        }
        assertThat(replica.told).containsExactly(1L, 2L);
    }

    @Test
    void reportsAGapAndMendsItByASnapshot() {
        try (Subscriber _ = follow(replica)) {
            awaitReady(replica);
            log.write(user("ada"));
            await().atMost(PATIENCE).untilAsserted(() -> assertEqual(replica));
            user("bob");
            log.write(user("cyd"));

            await().atMost(PATIENCE).until(() -> replica.snapshots == 2);
            log.write(user("dee"));
            await().atMost(PATIENCE).until(() -> replica.users.containsKey("dee"));
        }
        assertThat(replica.troubles).singleElement().satisfies(trouble -> {
            assertThat(trouble).isInstanceOf(Trouble.Gap.class);
            assertThat(trouble.sentence()).contains("came change 3 where 2 was due: 1 are missing");
        });
        assertThat(replica.users).containsOnlyKeys("ada", "cyd", "dee");
        assertThat(replica.told).containsExactly(1L, 4L);
    }

    @Test
    void reportsWhatIsUnreadableAndGoesOn() {
        try (Subscriber _ = follow(replica)) {
            awaitReady(replica);
            log.write(user("ada"));
            log.writeRubbish(connection, 2);
            user("unread");
            log.write(user("bob"));
            await().atMost(PATIENCE).until(() -> replica.users.containsKey("bob"));
        }
        assertThat(replica.troubles).singleElement().isInstanceOf(Trouble.Unreadable.class);
        assertThat(replica.told).containsExactly(1L, 3L);
    }

    @Test
    void readsTheStatesAnewWhenItWasAwayForLongerThanChangesAreKept() throws Exception {
        try (Subscriber _ = follow(replica)) {
            awaitReady(replica);
        }
        log.write(user("ada"), user("bob"));
        log.deleteChangesOf(connection);

        try (Subscriber _ = follow(replica)) {
            await().atMost(PATIENCE).untilAsserted(() -> assertEqual(replica));
        }
        assertThat(replica.troubles).singleElement().isInstanceOf(Trouble.PositionLost.class);
        assertThat(replica.told).isEmpty();
    }

    @Test
    void sharesTheConnectionsBetweenInstancesThatComeAndGo() {
        try (Subscriber first = follow(replica)) {
            awaitReady(replica);
            var random = new Random(5);
            for (int i = 0; i < 4; i++) {
                try (Subscriber second = follow(replica)) {
                    for (int j = 0; j < 25; j++) {
                        writeSome(random);
                    }
                    assertThat(second.isRunning()).isTrue();
                }
                writeSome(random);
            }
            await().atMost(PATIENCE).untilAsserted(() -> assertEqual(replica));
            assertThat(first.isRunning()).isTrue();
        }
        assertThat(replica.troubles).isEmpty();
        assertThat(replica.told)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, directory.state().sequence(connection))
                                .boxed()
                                .toList());
    }

    /** One transaction of several requests, or one that is given up. */
    private void writeSome(Random random) {
        if (random.nextInt(10) == 0) {
            log.writeAndAbort(new Requests(connection)
                    .decide(Operation.CREATE, ResourceType.USER, "nobody", Requests.user("nobody", "")));
        }
        var decisions = new ArrayList<Decision>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            String user = "u" + random.nextInt(12);
            String group = GROUPS.get(random.nextInt(GROUPS.size()));
            decisions.add(
                    switch (random.nextInt(8)) {
                        case 0 -> delete(user);
                        case 1, 2 -> user(user);
                        case 3 -> directory.decide(Operation.DELETE, ResourceType.GROUP, group, "{}");
                        case 4 -> group(group, members(random));
                        default ->
                            directory.decide(
                                    Operation.PATCH,
                                    ResourceType.USER,
                                    user,
                                    Requests.patch("{\"op\":\"replace\",\"path\":\"title\",\"value\":\""
                                            + random.nextInt() + "\"}"));
                    });
        }
        log.write(decisions.toArray(Decision[]::new));
    }

    private String[] members(Random random) {
        return IntStream.range(0, 12)
                .filter(_ -> random.nextInt(3) == 0)
                .mapToObj(i -> "u" + i)
                .filter(id -> directory.user(id).isPresent())
                .toArray(String[]::new);
    }

    private Decision user(String id) {
        return directory.decide(Operation.CREATE, ResourceType.USER, id, Requests.user(id, ""));
    }

    private Decision delete(String id) {
        return directory.decide(Operation.DELETE, ResourceType.USER, id, "{}");
    }

    private Decision group(String id, String... members) {
        var operation = directory.group(id).isPresent() ? Operation.REPLACE : Operation.CREATE;
        return directory.decide(operation, ResourceType.GROUP, id, Requests.group(id, List.of(members)));
    }

    private Subscriber follow(IdentityListener listener) {
        return subscriber(connection, listener);
    }

    private Subscriber subscriber(String group, IdentityListener listener) {
        return subscriber(group, listener, Start.SNAPSHOT);
    }

    private Subscriber subscriber(String group, IdentityListener listener, Start start) {
        Subscriber subscriber = Subscriber.of(group, listener)
                .kafka(backend.bootstrap())
                .registry(backend.registryApiUrl())
                .start(start)
                .progress(listener instanceof Replica own ? own::sequenceOf : this::sequenceOf)
                .retry(Duration.ofMillis(50), Duration.ofSeconds(1))
                .build();
        subscriber.start();
        return subscriber;
    }

    private OptionalLong sequenceOf(String of) {
        return replica.sequenceOf(of);
    }

    private static void awaitReady(Replica replica) {
        await().atMost(PATIENCE).until(() -> replica.ready.size() == TestLog.PARTITIONS);
    }

    private void assertEqual(Replica replica) {
        synchronized (replica) {
            assertThat(replica.users)
                    .as(() -> "Troubles: " + replica.troubles)
                    .containsExactlyInAnyOrderEntriesOf(IntStream.range(0, 12)
                            .mapToObj(i -> "u" + i)
                            .collect(java.util.stream.Collectors.toCollection(
                                    () -> new ArrayList<>(List.of("ada", "bob", "cyd", "dee"))))
                            .stream()
                            .flatMap(id -> directory.user(id).stream())
                            .collect(java.util.stream.Collectors.toMap(user -> user.getId(), user -> user)));
            for (String group : GROUPS) {
                assertThat(java.util.Optional.ofNullable(replica.groups.get(group)))
                        .isEqualTo(directory.group(group));
                assertThat(replica.members.stream().filter(key -> key.startsWith(group + "/")))
                        .containsExactlyInAnyOrderElementsOf(directory.members(group).stream()
                                .map(user -> group + "/" + user)
                                .toList());
            }
        }
    }

    /** Ends the thread as a crash does, with nothing caught. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }
}
