package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.SignatureScheme;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.scope.Scope;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.TrustedRecords;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.app.AppHttp;
import dev.rollcall.sync.app.Seats;
import dev.rollcall.sync.app.SigningKey;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.TestApps;
import dev.rollcall.sync.target.WebhookReceiver;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

/** Whoever enters and leaves, wherever a worker dies, however far ahead the directory is: an app has what its scope says. */
class ScopeConvergenceIT {

    static {
        TrustedRecords.trust();
    }

    private static final Clock CLOCK = Clock.systemUTC();
    /** By which an app is behind, and gets the newest that there is. */
    private static final Clock LATER = Clock.offset(CLOCK, Duration.ofMinutes(1));

    private static final List<String> FILTERS = List.of(
            "active eq true",
            "userName ew \"-1\" or userName sw \"u3\"",
            "groups.display eq \"g0.0\"",
            "active eq true and (groups.display ew \"-x\" or userName ew \"-1\")",
            "not (groups.display sw \"g1\")");

    private final Ledger ledger = TestLedgers.create();
    private final String appId = UUID.randomUUID().toString();
    private final TestDirectory directory = new TestDirectory();

    static IntStream seeds() {
        return IntStream.range(0, 48);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aScimAppHasWhoIsInScopeInTheGroupsThatAre(int seed) {
        var random = new Random(seed);
        boolean isSelective = random.nextBoolean();
        boolean deactivates = random.nextBoolean();
        try (var target = new ScimTarget()) {
            AppSetting setting = setting(AppKind.SCIM, target.url(), seed)
                    .setGroupFilter(isSelective ? "displayName sw \"g1\" or displayName ew \"-x\"" : null)
                    .setDeprovision(deactivates ? DeprovisionAction.DEACTIVATE : DeprovisionAction.DELETE)
                    .build();
            play(
                    random,
                    app(setting, ScimTarget.TOKEN),
                    failing -> target.faults().answerWhere(request -> {
                        synchronized (failing) {
                            return failing.nextInt(3) == 0 ? Optional.of(503) : Optional.empty();
                        }
                    }),
                    target.faults()::recover);

            Scope scope = Scope.of(setting);
            Map<String, Boolean> users = new TreeMap<>(target.users());
            Map<String, Boolean> expected = new TreeMap<>();
            inScope(scope)
                    .values()
                    .forEach(person -> expected.put(
                            person.state().getAttributes().getUserName(),
                            person.state().getAttributes().getActive()));
            if (deactivates) {
                users.forEach((name, active) -> assertThat(active && !expected.containsKey(name))
                        .as(name)
                        .isFalse());
                users.keySet().retainAll(expected.keySet());
            }
            assertThat(users).isEqualTo(expected);
            assertThat(members(target)).isEqualTo(expectedMembers(scope));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aWebhookIsToldOfEachEnteringAndLeavingOnceAndInOrder(int seed) {
        var random = new Random(seed);
        try (var receiver = new WebhookReceiver()) {
            AppSetting setting = setting(AppKind.WEBHOOK, receiver.url(), seed).build();
            play(
                    random,
                    app(setting, WebhookReceiver.SECRET),
                    failing -> receiver.answerWhere(body -> {
                        synchronized (failing) {
                            return failing.nextInt(3) == 0 ? Optional.of(503) : Optional.empty();
                        }
                    }),
                    receiver::recover);

            var told = new HashSet<String>();
            var has = new TreeSet<String>();
            for (WebhookReceiver.Message message : receiver.messages()) {
                String type = message.body().path("type").asString();
                if (type.startsWith("user.") && told.add(message.id())) {
                    boolean isIn = !type.equals("user.left") && !type.equals("user.deleted");
                    boolean isNew = type.equals("user.entered") || type.equals("user.created");
                    if (isIn) {
                        assertThat(has.contains(message.resource()))
                                .as(message.id() + " " + type + " among " + history(receiver, message.resource()))
                                .isEqualTo(!isNew);
                    }

                    if (isIn) {
                        has.add(message.resource());
                    } else {
                        has.remove(message.resource());
                    }
                }
            }
            assertThat(has)
                    .as(() -> "told of "
                            + symmetric(has, inScope(Scope.of(setting)).keySet()).stream()
                                    .map(user -> history(receiver, user).toString())
                                    .toList())
                    .isEqualTo(inScope(Scope.of(setting)).keySet());
        }
    }

    private static List<String> history(WebhookReceiver receiver, String user) {
        return receiver.messages().stream()
                .filter(message -> message.resource().equals(user))
                .map(message -> message.id() + " " + message.body().path("type").asString())
                .toList();
    }

    private static Set<String> symmetric(Set<String> one, Set<String> other) {
        var all = new TreeSet<>(one);
        all.addAll(other);
        all.removeIf(user -> one.contains(user) && other.contains(user));
        return all;
    }

    /** Batches of any size, some of which fail, and some after which nothing but what was promised is in the ledger. */
    private void play(Random random, App app, Consumer<Random> fail, Runnable recover) {
        List<Delivery> topic = History.of(random, 90, directory).stream()
                .map(change ->
                        new Delivery(appId, change, Batches.delivery(change).source()))
                .toList();
        var properties = TestApps.properties(Duration.ofSeconds(5), DataSize.ofMegabytes(1));
        try (var http = new AppHttp(properties, CLOCK);
                Courier courier = new Couriers(
                                http,
                                ledger,
                                new Seats(new Settings()),
                                directory,
                                directory,
                                TestTokens.of(new Settings()),
                                CLOCK)
                        .engage(app, 4, 2)) {
            int at = 0;
            while (at < topic.size()) {
                List<Delivery> batch = topic.subList(at, Math.min(topic.size(), at + 1 + random.nextInt(15)));
                long end = batch.getLast().sequence();
                directory.comeTo(Math.min(topic.size(), random.nextBoolean() ? end : end + random.nextInt(12)));
                boolean dies = random.nextInt(4) == 0;
                if (random.nextInt(4) == 0) {
                    fail.accept(new Random(random.nextLong()));
                } else {
                    recover.run();
                }
                Round round = new Round(
                        known(batch), TestSuspects.none(), false, Instant.MAX, random.nextBoolean() ? CLOCK : LATER);
                courier.deliver(batch, round);
                if (!dies) {
                    ledger.write(round.takeTouched());
                    at += round.isComplete(batch) ? batch.size() : 0;
                }
                assertThat(round.settled()).noneMatch(settled -> settled.fault() != null);
            }
        }
    }

    private AppSetting.Builder setting(AppKind kind, String url, int seed) {
        return AppSetting.newBuilder()
                .setName(appId)
                .setKind(kind)
                .setUrl(url)
                .setSealedSecret("")
                .setUserFilter(FILTERS.get(seed % FILTERS.size()));
    }

    private App app(AppSetting setting, String secret) {
        List<SigningKey> keys = setting.getKind() == AppKind.WEBHOOK
                ? List.of(new SigningKey(SignatureScheme.V1, secret, null))
                : List.of();
        return new App(appId, URI.create(setting.getUrl()), secret, keys, setting, 0);
    }

    private Map<String, LedgerEntry> known(List<Delivery> batch) {
        var ids = new HashSet<String>();
        batch.forEach(delivery -> ids.addAll(delivery.ledgerIds()));
        return ledger.find(ids);
    }

    private Map<String, Person> inScope(Scope scope) {
        var people = new TreeMap<String, Person>();
        directory.last().users().keySet().forEach(user -> {
            Person person = directory.last().person(user);
            if (scope.has(person.state(), person.groups())) {
                people.put(user, person);
            }
        });
        return people;
    }

    private static Map<String, Set<String>> members(ScimTarget target) {
        var members = new HashMap<String, Set<String>>();
        target.groups().forEach(group -> members.put(group, target.members(group)));
        return members;
    }

    private Map<String, Set<String>> expectedMembers(Scope scope) {
        Map<String, Person> people = inScope(scope);
        var expected = new HashMap<String, Set<String>>();
        directory.last().groups().forEach((id, group) -> {
            if (scope.has(group)) {
                var names = new TreeSet<String>();
                directory.last().members().getOrDefault(id, Set.of()).forEach(user -> {
                    @Nullable Person person = people.get(user);
                    if (person != null) {
                        names.add(person.state().getAttributes().getUserName());
                    }
                });
                expected.put(group.getAttributes().getDisplayName(), names);
            }
        });
        return expected;
    }
}
