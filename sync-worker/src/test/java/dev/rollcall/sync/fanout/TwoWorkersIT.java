package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.WebhookReceiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two workers with the fan-out role, as they are beside each other in a deployment. */
class TwoWorkersIT {

    private static final int USERS = 30;

    private final TestWorker one = new TestWorker();
    private final TestWorker other = new TestWorker();
    private final WebhookReceiver hook = new WebhookReceiver();
    private final String app = "hook-" + UUID.randomUUID();
    private final List<String> connections =
            IntStream.range(0, 12).mapToObj(_ -> "c-" + UUID.randomUUID()).toList();
    private final Map<String, Changes> changes =
            connections.stream().collect(Collectors.toMap(connection -> connection, Changes::new));

    @AfterEach
    void stop() {
        one.settings.removeApp(app);
        other.close();
        one.close();
        hook.close();
    }

    @Test
    void shareTheWorkOfAnAppAndOneTakesOverWhatTheOtherLeaves() {
        one.start();
        other.start();
        save(true);
        awaitShares();

        push();
        one.groups.awaitCaughtUp(app);
        assertThat(hook.messages()).hasSize(connections.size() * USERS);

        other.stop();
        push();
        one.groups.awaitCaughtUp(app);
        connections.forEach(connection -> assertThat(sequences(connection))
                .as("each once")
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 2 * USERS).boxed().toList()));
    }

    @Test
    void seekBesideEachOtherWhatAnAppMissedAndOneBringsWhatTheOtherLeaves() throws Exception {
        one.start();
        other.start();
        one.projections.markWhole();
        one.settings.age(app, Duration.ofDays(1));
        save(true);
        each(change -> one.projectAndPublish(change.user("u0", "ada"), change.user("u1", "bob")));
        one.groups.awaitCaughtUp(app);
        save(false);
        await().until(() -> one.groups.members(app).isEmpty());
        var missed = new ArrayList<IdentityChange>();
        each(change -> missed.addAll(List.of(change.user("u0", "ada2"), change.deleteUser("u1"))));
        one.topics.publish(missed.toArray(IdentityChange[]::new));
        one.topics.expire(Topics.CHANGES);
        var next = new ArrayList<IdentityChange>();
        each(change -> next.add(change.user("u2", "cy")));
        one.topics.publish(next.toArray(IdentityChange[]::new));

        int before = hook.messages().size();
        save(true);
        awaitShares();
        // the directory hasn't come to what is there still, so neither can tell
        await().during(Duration.ofSeconds(1)).until(() -> hook.messages().size() == before);
        other.stop();
        one.projections.project(missed.toArray(IdentityChange[]::new));
        one.projections.project(next.toArray(IdentityChange[]::new));
        one.groups.awaitCaughtUp(app);
        one.projections.unmark();

        assertThat(hook.messages().stream()
                        .skip(before)
                        .map(message -> message.body().path("type").asString() + ' ' + message.resource() + " of "
                                + message.body().at("/data/connection").asString()))
                .containsExactlyInAnyOrderElementsOf(connections.stream()
                        .flatMap(connection -> Stream.of("user.entered u0", "user.deleted u1", "user.created u2")
                                .map(told -> told + " of " + connection))
                        .toList());
    }

    private void each(Consumer<Changes> change) {
        connections.forEach(connection -> change.accept(changes.get(connection)));
    }

    private void save(boolean enabled) {
        one.settings.saveApp(
                app,
                AppSetting.newBuilder()
                        .setKind(AppKind.WEBHOOK)
                        .setUrl(hook.url())
                        .setConnections(connections)
                        .setEnabled(enabled),
                WebhookReceiver.SECRET);
    }

    private void awaitShares() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            Collection<Set<Integer>> shares =
                    one.groups.partitions(app, Topics.CHANGES).values();
            assertThat(shares).hasSize(2).noneMatch(Set::isEmpty);
            assertThat(shares.stream().flatMap(Set::stream)).containsExactlyInAnyOrder(0, 1, 2);
        });
    }

    private List<Long> sequences(String connection) {
        return hook.messages().stream()
                .filter(message ->
                        message.body().at("/data/connection").asString().equals(connection))
                .map(WebhookReceiver.Message::sequence)
                .toList();
    }

    private void push() {
        for (int user = 0; user < USERS; user++) {
            for (String connection : connections) {
                one.topics.publish(changes.get(connection).user("u" + user, "user" + user));
            }
        }
    }
}
