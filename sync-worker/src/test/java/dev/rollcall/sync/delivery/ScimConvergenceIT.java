package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.Setting;
import dev.rollcall.event.UpdateMethod;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.TrustedRecords;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.Orders;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.app.AppHttp;
import dev.rollcall.sync.app.Seats;
import dev.rollcall.sync.target.Patching;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.TestApps;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

/** Whatever the batches, wherever a worker dies, whenever the app fails: in the end it has what the topic says. */
class ScimConvergenceIT {

    static {
        TrustedRecords.trust();
    }

    private static final Clock CLOCK = Clock.systemUTC();
    /** By which an app is behind, and gets the newest that there is. */
    private static final Clock LATER = Clock.offset(CLOCK, Duration.ofMinutes(1));

    private final Ledger ledger = TestLedgers.create();
    private final String appId = UUID.randomUUID().toString();

    private final Map<String, String> users = new TreeMap<>();
    private final Map<String, Boolean> actives = new HashMap<>();
    private final Map<String, Set<String>> groups = new TreeMap<>();
    private final Map<String, Integer> lives = new HashMap<>();

    /** Whether who is deactivated loses the account. */
    private boolean freesSeats;

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void endsAtTheStateOfTheTopic(int seed) throws InterruptedException {
        converge(seed, Patching.KNOWN);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void endsThereAlsoAtAnAppWithoutPatch(int seed) throws InterruptedException {
        converge(seed, Patching.values()[1 + seed % (Patching.values().length - 1)]);
    }

    private void converge(int seed, Patching patching) throws InterruptedException {
        var random = new Random(seed);
        freesSeats = seed % 2 == 1;
        var settings = new Settings();
        settings.apply(Settings.connectionKey("c1"), connection());
        List<IdentityChange> changes = changes(random, 80);
        var directory = new TestDirectory();
        changes.forEach(directory::add);
        List<Delivery> topic = changes.stream()
                .map(change ->
                        new Delivery(appId, change, Batches.delivery(change).source()))
                .toList();
        try (var target = new ScimTarget();
                var http = new AppHttp(TestApps.properties(Duration.ofSeconds(5), DataSize.ofMegabytes(1)), CLOCK);
                Courier courier = new Couriers(
                                http,
                                ledger,
                                new Seats(settings),
                                this::groupsOf,
                                directory,
                                TestTokens.of(settings),
                                CLOCK)
                        .engage(app(target, random.nextBoolean(), random.nextBoolean()), 4, 2)) {
            target.patching(patching);
            int at = 0;
            while (at < topic.size()) {
                List<Delivery> batch = topic.subList(at, Math.min(topic.size(), at + 1 + random.nextInt(15)));
                boolean isDown = random.nextInt(4) == 0;
                boolean dies = random.nextInt(4) == 0;
                var failing = new Random(random.nextLong());
                target.faults().answerWhere(request -> {
                    synchronized (failing) {
                        return isDown && failing.nextInt(3) == 0 ? Optional.of(503) : Optional.empty();
                    }
                });
                directory.comeTo(Math.min(topic.size(), batch.getLast().sequence() + random.nextInt(40)));
                Round round = new Round(
                        known(batch), TestSuspects.none(), false, Instant.MAX, random.nextBoolean() ? CLOCK : LATER);
                Thread clerk = writing(round, random.nextInt(batch.size()));
                courier.deliver(batch, round);
                clerk.join();
                if (!dies) {
                    ledger.write(round.takeTouched());
                    at += round.fault() == null ? batch.size() : 0;
                }
                assertThat(round.settled()).noneMatch(end -> end.fault() != null);
            }

            assertThat(target.writes().stream().filter("PATCH /Groups"::equals).count())
                    .as("the first ones show that the app knows none")
                    .isLessThanOrEqualTo(
                            switch (patching) {
                                case KNOWN -> Long.MAX_VALUE;
                                case DENIED, DENIED_BUT_VERSIONS -> 0L;
                                case NOT_IMPLEMENTED, NOT_ALLOWED, UNREAD -> 4L;
                            });
            assertThat(target.users()).isEqualTo(expectedUsers());
            groups.forEach((group, members) -> assertThat(target.members(group)).isEqualTo(names(members)));
            assertThat(target.groups()).containsExactlyElementsOf(groups.keySet());
        }
    }

    /** Writes what is settled by then, as a worker does that dies later in the batch. */
    private Thread writing(Round round, int many) {
        return Thread.startVirtualThread(() -> {
            try {
                round.awaitNews(many, Duration.ofMillis(5));
                ledger.write(round.takeTouched());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** The directory may be ahead of the deliveries: here it has come to the end. */
    private Optional<Set<String>> groupsOf(String connection, String user, long sequence) {
        var of = new HashSet<String>();
        groups.forEach((group, members) -> {
            if (members.contains(user)) {
                of.add(group);
            }
        });
        return Optional.of(of);
    }

    private Setting connection() {
        return Orders.setting(
                Settings.connectionKey("c1"),
                setting -> setting.setConnection(ConnectionSetting.newBuilder()
                        .setName("C")
                        .setUserDeprovision(freesSeats)
                        .setSeatDeprovision(freesSeats)
                        .build()));
    }

    /** Where seats are freed the app's own choice doesn't count. */
    private App app(ScimTarget target, boolean deactivates, boolean patches) {
        DeprovisionAction action = freesSeats && deactivates ? DeprovisionAction.DEACTIVATE : DeprovisionAction.DELETE;
        var setting = AppSetting.newBuilder()
                .setName(appId)
                .setKind(AppKind.SCIM)
                .setUrl(target.url())
                .setSealedSecret("")
                .setDeprovision(action)
                .setUpdateMethod(patches ? UpdateMethod.PATCH : UpdateMethod.PUT)
                .build();
        return new App(appId, URI.create(target.url()), ScimTarget.TOKEN, List.of(), setting, 0);
    }

    private Map<String, LedgerEntry> known(List<Delivery> batch) {
        var ids = new HashSet<String>();
        batch.forEach(delivery -> ids.addAll(delivery.ledgerIds()));
        return ledger.find(ids);
    }

    /** What a directory would cause; a deleted user leaves its groups first. */
    private List<IdentityChange> changes(Random random, int count) {
        var feed = new Changes("c1");
        var changes = new ArrayList<IdentityChange>();
        while (changes.size() < count) {
            String user = current("u" + random.nextInt(8));
            String group = current("g" + random.nextInt(3));
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    users.put(user, user.substring(0, 2) + "-" + random.nextInt(3));
                    boolean isAssigned = random.nextInt(4) > 0;
                    actives.put(user, !isAssigned || random.nextBoolean());
                    changes.add(
                            isAssigned
                                    ? feed.user(user, users.get(user), actives.get(user))
                                    : feed.userWithoutActive(user, users.get(user)));
                }
                case 3, 4, 5 -> {
                    Set<String> members = groups.computeIfAbsent(group, id -> new HashSet<>());
                    boolean adds = users.containsKey(user) && members.add(user);
                    boolean removes = !adds && members.remove(user);
                    changes.add(feed.group(
                            group, group, adds ? List.of(user) : List.of(), removes ? List.of(user) : List.of()));
                }
                case 6 -> {
                    if (users.remove(user) != null) {
                        groups.forEach((id, members) -> {
                            if (members.remove(user)) {
                                changes.add(feed.group(id, id, List.of(), List.of(user)));
                            }
                        });
                        changes.add(feed.deleteUser(user));
                        retire(user);
                    }
                }
                default -> {
                    if (groups.remove(group) != null) {
                        changes.add(feed.deleteGroup(group));
                        retire(group);
                    }
                }
            }
        }
        return changes;
    }

    private String current(String slot) {
        return slot + "." + lives.getOrDefault(slot, 0);
    }

    /** The successor gets a new id, for the directory never uses one again. */
    private void retire(String id) {
        lives.merge(id.substring(0, id.indexOf('.')), 1, Integer::sum);
    }

    private Map<String, Boolean> expectedUsers() {
        var expected = new HashMap<String, Boolean>();
        users.forEach((id, name) -> {
            if (actives.get(id) || !freesSeats) {
                expected.put(name, actives.get(id));
            }
        });
        return expected;
    }

    private Set<String> names(Set<String> ids) {
        var names = new TreeSet<String>();
        ids.stream().filter(id -> actives.get(id) || !freesSeats).forEach(id -> names.add(users.get(id)));
        return names;
    }
}
