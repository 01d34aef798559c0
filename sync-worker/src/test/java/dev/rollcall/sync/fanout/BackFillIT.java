package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ReplayRange;
import dev.rollcall.event.ReplaySetting;
import dev.rollcall.event.ReplaySource;
import dev.rollcall.event.ReplayState;
import dev.rollcall.event.ReplayStep;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.WebhookReceiver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A new app is brought what there is, and then what happens; the worker's place is kept for its successor. */
class BackFillIT {

    /** A worker with a name doesn't leave its groups, whether it is stopped or killed: its successor takes its place. */
    private static final String[] NAMED = {
        "--spring.kafka.consumer.properties[group.instance.id]=named",
        // the least that a broker takes: the places are free soon after
        "--spring.kafka.consumer.properties[session.timeout.ms]=6000"
    };

    @AutoClose
    private static final TestWorker worker = new TestWorker(NAMED);

    private final String connection = "c-" + UUID.randomUUID();
    private final String app = "app-" + UUID.randomUUID();
    private final String backFill = "r-" + UUID.randomUUID();
    private final Changes changes = new Changes(connection);
    private final WebhookReceiver hook = new WebhookReceiver();
    private ReplaySetting.Builder setting = ReplaySetting.newBuilder();

    @BeforeAll
    static void start() {
        worker.begin();
    }

    @AfterEach
    void removeApps() {
        worker.settings.removeReplay(backFill);
        worker.settings.removeApp(app);
        hook.close();
    }

    @Test
    void bringsWhatThereIsAndThenWhatHappensWithoutGapOrDouble() {
        givenBackFill();
        worker.groups.awaitReplayed(backFill, states());
        await().until(() -> hook.messages().size() == 4);
        assertThat(types(0, 4))
                .as("what there is comes first")
                .containsExactlyInAnyOrder("user.entered", "user.entered", "user.entered", "group.entered");

        finish();

        await().until(() -> hook.messages().size() == 6);
        worker.groups.awaitCaughtUp(app);
        assertThat(hook.messages()).extracting(WebhookReceiver.Message::id).doesNotHaveDuplicates();
        assertThat(types(4, 6)).containsExactlyInAnyOrder("user.updated", "group.members_changed");
    }

    @Test
    void goesOnWithWhatHappensWhereAWorkerTakesThePlaceOfOneThatWasBackFilling() {
        hook.answerAllWith(503);
        givenBackFill();
        worker.groups.awaitReplayed(backFill, states());
        await().until(() -> hook.requests() > 0);
        worker.stop();
        hook.recover();
        worker.start();

        await().until(() -> hook.messages().size() == 4);
        finish();

        await().until(() -> hook.messages().size() == 6);
        worker.groups.awaitCaughtUp(app);
        assertThat(types(4, 6)).containsExactlyInAnyOrder("user.updated", "group.members_changed");
    }

    /** Of an app that begins with three users in a group; one is renamed, and another leaves, after the cut-over. */
    private void givenBackFill() {
        List<IdentityChange> before = new ArrayList<>(IntStream.range(0, 30)
                .mapToObj(i -> changes.user("u" + i % 3, "name" + i))
                .toList());
        before.add(changes.group("g1", "Staff", List.of("u0", "u1"), List.of()));
        // what happened before isn't on the topic any more
        worker.projections.project(before.toArray(IdentityChange[]::new));
        worker.topics.publishStates(
                connection,
                before.stream()
                        .map(IdentityChange::getAfter)
                        .filter(UserState.class::isInstance)
                        .map(UserState.class::cast)
                        .toList(),
                List.of((GroupState) before.getLast().getAfter()),
                Map.of("g1", List.of("u0", "u1")));
        worker.groups.startAtEnd(app);
        List<ReplayRange> ranges = worker.topics.ranges(Topics.USERS, Topics.GROUPS);
        worker.topics
                .ranges(Topics.CHANGES)
                .forEach(range -> ranges.add(
                        new ReplayRange(range.getTopic(), range.getPartition(), range.getTo(), range.getTo())));
        setting = ReplaySetting.newBuilder()
                .setApp(app)
                .setInitial(true)
                .setSource(ReplaySource.STATES)
                .setConnections(List.of(connection))
                .setRanges(ranges)
                .setRatePerSecond(1_000)
                .setState(ReplayState.RUNNING)
                .setSteps(List.of(ReplayStep.newBuilder()
                        .setTime(Instant.EPOCH)
                        .setState(ReplayState.RUNNING)
                        .setRatePerSecond(1_000)
                        .setOperator("admin-token")
                        .build()));
        worker.settings.saveReplay(backFill, setting.build());
        IdentityChange live = changes.group("g1", "Staff", List.of("u2"), List.of("u0"));
        worker.projectAndPublish(changes.user("u1", "renamed"), live);
        worker.settings.saveApp(
                app, AppKind.WEBHOOK, hook.url(), WebhookReceiver.SECRET, connection, DeprovisionAction.DELETE);
    }

    private List<ReplayRange> states() {
        return setting.getRanges().stream()
                .filter(range -> !range.getTopic().equals(Topics.CHANGES))
                .toList();
    }

    private void finish() {
        worker.settings.saveReplay(
                backFill, setting.setState(ReplayState.FINISHED).build());
    }

    private List<String> types(int from, int to) {
        return hook.messages().subList(from, to).stream()
                .map(message -> message.body().path("type").asString())
                .toList();
    }
}
