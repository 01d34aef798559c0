package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.app.AppHttp;
import dev.rollcall.sync.target.TestApps;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

/** An app with a scope and a mapping that was away gets what users are by now, whether they came or went in between. */
class ScopedCatchUpIT {

    private static final Clock NOW = Clock.systemUTC();
    private static final Clock LATER = Clock.offset(NOW, Duration.ofMinutes(1));
    private static final String BY_ATTRIBUTES = "active eq true and userName sw \"in\"";
    private static final String BY_GROUPS = "groups.display eq \"Staff\"";
    private static final int USERS = 12;

    private final Changes feed = new Changes("c1");
    private final TestDirectory directory = new TestDirectory();
    private final List<IdentityChange> topic = new ArrayList<>();
    private final AppHttp http =
            new AppHttp(TestApps.properties(Duration.ofSeconds(5), DataSize.ofMegabytes(1)), LATER);
    private final List<AwayApp> apps = new ArrayList<>();

    @AfterEach
    void close() {
        apps.forEach(AwayApp::close);
        http.close();
    }

    static IntStream seeds() {
        return IntStream.range(0, 30);
    }

    @Test
    void whoLeftAndCameBackIsUpdatedOnceAtMost() {
        AwayApp app = app(BY_ATTRIBUTES);
        feed(feed.user("u1", "in-1"));
        app.catchUp(LATER, 1);
        feed(feed.user("u1", "out-1"));
        feed(feed.user("u1", "in-2"));
        feed(feed.user("u1", "in-2", false));
        feed(feed.user("u1", "in-3"));

        assertThat(app.writesOf(LATER)).containsExactly("PUT /Users");
        assertThat(app.target.users()).isEqualTo(Map.of("m-in-3", true));
    }

    @Test
    void whoLeftIsDeprovisionedOnceWhateverElseChangedBefore() {
        AwayApp app = app(BY_ATTRIBUTES);
        feed(feed.user("u1", "in-1"));
        app.catchUp(LATER, 2);
        feed(feed.user("u1", "in-2"));
        feed(feed.user("u1", "out-1"));
        feed(feed.user("u1", "out-2"));

        assertThat(app.writesOf(LATER)).containsExactly("DELETE /Users");
        assertThat(app.target.users()).isEmpty();
    }

    @Test
    void whoIsDeactivatedStaysUntilTheChangeThatSaysSo() {
        AwayApp app = app(BY_ATTRIBUTES);
        feed(feed.user("u1", "in-1"));
        app.catchUp(LATER, 1);
        feed(feed.user("u1", "in-2"));
        feed(feed.user("u1", "in-2", false));

        assertThat(app.writesOf(LATER)).containsExactly("PUT /Users", "DELETE /Users");
    }

    @Test
    void whoCameAndLeftAgainIsNothingToTheApp() {
        AwayApp app = app(BY_ATTRIBUTES);
        feed(feed.user("u1", "out-1"));
        app.catchUp(LATER, 1);
        feed(feed.user("u1", "in-1"));
        feed(feed.user("u1", "out-2"));

        int requests = app.target.requests();
        assertThat(app.writesOf(LATER)).isEmpty();
        assertThat(app.target.requests()).isEqualTo(requests);
    }

    @Test
    void whoCameIsInTheGroupsOfNow() {
        AwayApp app = app(BY_ATTRIBUTES);
        feed(feed.user("u1", "out-1"));
        feed(feed.group("g1", "Staff", List.of("u1"), List.of()));
        feed(feed.group("g2", "Board", List.of("u1"), List.of()));
        app.catchUp(LATER, 1);
        feed(feed.group("g2", "Board", List.of(), List.of("u1")));
        feed(feed.user("u1", "in-1"));
        feed(feed.user("u1", "in-2"));

        assertThat(app.writesOf(LATER))
                .filteredOn(write -> write.endsWith("Users"))
                .containsExactly("POST /Users");
        assertThat(app.target.members("Staff")).containsExactly("m-in-2");
        assertThat(app.target.members("Board")).isEmpty();
    }

    @Test
    void whoCameAndWentByGroupsIsWrittenOnceAtMost() {
        AwayApp app = app(BY_GROUPS);
        feed(feed.user("u1", "one"));
        feed(feed.user("u2", "two"));
        feed(feed.group("g1", "Staff", List.of("u1"), List.of()));
        app.catchUp(LATER, 3);
        feed(feed.group("g1", "Staff", List.of("u2"), List.of("u1")));
        feed(feed.user("u1", "one-b"));
        feed(feed.group("g1", "Staff", List.of("u1"), List.of("u2")));
        feed(feed.user("u2", "two-b"));
        feed(feed.user("u1", "one-c"));

        assertThat(app.writesOf(LATER))
                .filteredOn(write -> write.endsWith("Users"))
                .containsExactly("PUT /Users");
        assertThat(app.target.members("Staff")).containsExactly("m-one-c");
    }

    @Test
    void whatTheAppRefusesIsBroughtChangeByChange() {
        AwayApp app = app(BY_ATTRIBUTES);
        feed(feed.user("u1", "in-a"));
        feed(feed.user("u2", "in-b"));
        app.catchUp(LATER, 2);
        app.target
                .faults()
                .answerWhere(request -> request.startsWith("PUT")
                                && request.contains("\"userName\":\"m-in-a\"")
                                && !request.contains("\"externalId\":\"u1\"")
                                && app.target.users().containsKey("m-in-a")
                        ? Optional.of(409)
                        : Optional.empty());
        feed(feed.user("u2", "out-b"));
        feed(feed.user("u1", "in-c"));
        feed(feed.user("u2", "in-a"));

        app.catchUp(LATER, 1);

        assertThat(app.target.users()).isEqualTo(Map.of("m-in-a", true, "m-in-c", true));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void endsAsChangeByChangeWithOneWriteForEachUserAtMostWhereNobodyIsDeactivated(int seed) {
        var random = new Random(seed);
        boolean isDeactivating = seed % 2 > 0;
        String filter = seed % 3 == 0 ? BY_GROUPS : BY_ATTRIBUTES;
        AwayApp live = app(filter);
        AwayApp away = app(filter);
        change(random, 40, isDeactivating);
        for (AwayApp app : apps) {
            app.catchUp(LATER, 7);
        }
        int before = away.userWrites();
        int from = topic.size();
        change(random, 150, isDeactivating);

        live.follow();
        away.catchUp(LATER, 1 + random.nextInt(20));

        assertThat(away.target.users()).isEqualTo(live.target.users());
        assertThat(away.target.groups()).isEqualTo(live.target.groups());
        away.target
                .groups()
                .forEach(group -> assertThat(away.target.members(group)).isEqualTo(live.target.members(group)));
        assertThat(away.userWrites() - before).isLessThanOrEqualTo(most(topic.subList(from, topic.size())));
    }

    /** One write of each user; of who is deactivated by now one for each change that concerns them, till they are. */
    private int most(List<IdentityChange> missed) {
        return directory.last().users().values().stream()
                .mapToInt(user -> user.getAttributes().getActive()
                        ? 1
                        : (int) missed.stream()
                                .filter(change -> change.getResource().equals(user.getId())
                                        || change.getMembersAdded().contains(user.getId())
                                        || change.getMembersRemoved().contains(user.getId()))
                                .count())
                .sum();
    }

    private void change(Random random, int count, boolean isDeactivating) {
        for (int change = 0; change < count; change++) {
            String user = "u" + random.nextInt(USERS);
            if (random.nextInt(3) > 0 || !directory.last().users().containsKey(user)) {
                String name = (random.nextBoolean() ? "in-" : "out-") + user + "-" + random.nextInt(3);
                feed(feed.user(user, name, !isDeactivating || random.nextInt(4) > 0));
                continue;
            }
            String group = random.nextBoolean() ? "Staff" : "Board";
            boolean isMember =
                    directory.last().members().getOrDefault(group, Set.of()).contains(user);
            feed(feed.group(group, group, isMember ? List.of() : List.of(user), isMember ? List.of(user) : List.of()));
        }
    }

    private void feed(IdentityChange change) {
        directory.add(change);
        topic.add(change);
    }

    private AwayApp app(@Nullable String filter) {
        var app = new AwayApp(filter, topic, directory, http, LATER);
        apps.add(app);
        return app;
    }
}
