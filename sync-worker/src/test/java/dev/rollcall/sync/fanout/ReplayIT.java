package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ReplayRange;
import dev.rollcall.event.ReplaySetting;
import dev.rollcall.event.ReplaySource;
import dev.rollcall.event.ReplayState;
import dev.rollcall.event.ReplayStep;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.ReplayProgress;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.WebhookReceiver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happened is brought to an app once more, and what there is to a new one, while live changes go on. */
class ReplayIT {

    private static final int WINDOW = 20;
    private static final String SMALL = "--rollcall.replay.window=" + WINDOW;

    @AutoClose
    private static final TestWorker worker = new TestWorker(SMALL);

    private final String connection = "c-" + UUID.randomUUID();
    private final String app = "app-" + UUID.randomUUID();
    private final String replay = "r-" + UUID.randomUUID();
    private final Changes changes = new Changes(connection);
    private final ScimTarget scim = new ScimTarget();
    private final WebhookReceiver hook = new WebhookReceiver();

    @BeforeAll
    static void start() {
        worker.begin();
    }

    @AfterEach
    void removeApps() {
        worker.settings.removeReplay(replay);
        worker.settings.removeApp(app);
        scim.close();
        hook.close();
    }

    @Test
    void fromTheBeginningAWebhookGetsEveryMessageOnceMoreInOrder() {
        List<IdentityChange> all = givenHook(60);

        List<ReplayRange> ranges = worker.topics.ranges(Topics.CHANGES);
        worker.settings.saveReplay(replay, ofChanges(ranges).build());

        assertThat(worker.groups.awaitReplayed(replay, ranges).published()).isEqualTo(60);
        worker.groups.awaitCaughtUp(app);
        List<WebhookReceiver.Message> again = replayed();
        assertThat(again)
                .extracting(WebhookReceiver.Message::id)
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().map(IdentityChange::getId).toList());
        for (String user : List.of("u0", "u1", "u2")) {
            assertThat(again.stream().filter(message -> message.resource().equals(user)))
                    .extracting(WebhookReceiver.Message::sequence)
                    .isSorted();
        }
    }

    @Test
    void onlyOneResourceFromASequenceOnWithoutMutedKinds() {
        givenHook(30);
        List<ReplayRange> ranges = worker.topics.ranges(Topics.CHANGES);

        worker.settings.saveReplay(
                replay,
                ofChanges(ranges)
                        .setResourceType(ResourceType.USER)
                        .setResource("u1")
                        .setFromSequence(10L)
                        .build());

        worker.groups.awaitReplayed(replay, ranges);
        worker.groups.awaitCaughtUp(app);
        assertThat(replayed())
                .hasSize(7)
                .allSatisfy(message -> assertThat(message.resource()).isEqualTo("u1"))
                .allSatisfy(message -> assertThat(message.sequence()).isGreaterThanOrEqualTo(10));
    }

    @Test
    void aScimAppIsWrittenOncePerUserHoweverManyChangesThereWere() {
        worker.settings.saveApp(app, AppKind.SCIM, scim.url(), ScimTarget.TOKEN, connection, DeprovisionAction.DELETE);
        worker.projectAndPublish(users(30).toArray(IdentityChange[]::new));
        worker.groups.awaitCaughtUp(app);
        int before = scim.writes().size();
        List<ReplayRange> ranges = worker.topics.ranges(Topics.CHANGES);

        worker.settings.saveReplay(replay, ofChanges(ranges).build());

        assertThat(worker.groups.awaitReplayed(replay, ranges).published()).isEqualTo(3);
        worker.groups.awaitCaughtUp(app);
        assertThat(scim.writes().subList(before, scim.writes().size()))
                .containsExactly("PUT /Users", "PUT /Users", "PUT /Users");
    }

    @Test
    void onlyWhatFailedAndStillIsOpen() {
        hook.answerWhere(body -> body.contains("\"name2\"") ? Optional.of(422) : Optional.empty());
        worker.settings.saveApp(
                app, AppKind.WEBHOOK, hook.url(), WebhookReceiver.SECRET, connection, DeprovisionAction.DELETE);
        List<IdentityChange> all = users(3);
        worker.topics.publish(all.toArray(IdentityChange[]::new));
        worker.groups.awaitCaughtUp(app);
        hook.recover();
        worker.projections.projectLetters(app);
        List<ReplayRange> ranges = worker.topics.ranges(Topics.DEAD_LETTERS);

        worker.settings.saveReplay(
                replay, ofChanges(ranges).setSource(ReplaySource.LETTERS).build());

        assertThat(worker.groups.awaitReplayed(replay, ranges).published()).isEqualTo(1);
        await().until(() -> replayed().size() == 1);
        assertThat(replayed().getFirst().id()).isEqualTo(all.getLast().getId());
    }

    @Test
    void pausesGoesOnAndIsCancelledWithinSeconds() {
        givenHook(90);
        List<ReplayRange> ranges = worker.topics.ranges(Topics.CHANGES);
        ReplaySetting.Builder slow = ofChanges(ranges).setRatePerSecond(30);
        worker.settings.saveReplay(replay, slow.build());
        await().until(() -> !replayed().isEmpty());
        worker.settings.saveReplay(replay, slow.setState(ReplayState.PAUSED).build());

        await().during(Duration.ofSeconds(1)).until(() -> replayed().size(), SameAsBefore.number());
        int paused = replayed().size();
        assertThat(paused).isLessThan(90);
        worker.settings.saveReplay(replay, slow.setState(ReplayState.RUNNING).build());
        await().until(() -> replayed().size() > paused);
        worker.settings.saveReplay(replay, slow.setState(ReplayState.CANCELLED).build());

        await().during(Duration.ofSeconds(1)).until(() -> replayed().size(), SameAsBefore.number());
        assertThat(replayed().size()).isLessThan(90);
    }

    @Test
    void goesOnWhereItWasWhenWorkersComeAndGoAndPublishesNothingTwice() {
        givenHook(120);
        List<ReplayRange> ranges = worker.topics.ranges(Topics.CHANGES);
        worker.settings.saveReplay(
                replay, ofChanges(ranges).setRatePerSecond(15).build());
        await().until(() -> !replayed().isEmpty());
        try (var other = new TestWorker()) {
            other.start(SMALL);
            worker.stop();
            await().until(() -> replayed().size() > 60);
        } finally {
            worker.stop();
            worker.start();
        }

        assertThat(worker.groups.awaitReplayed(replay, ranges).published()).isEqualTo(120);
        worker.groups.awaitCaughtUp(app);
        assertThat(published()).hasSize(120).doesNotHaveDuplicates();
        assertThat(replayed().stream().map(WebhookReceiver.Message::id).distinct())
                .hasSize(120);
    }

    @Test
    void anAppThatIsDownHasFewChangesOutstandingAndLiveOnesSoonAfter() {
        givenHook(200);
        List<ReplayRange> ranges = worker.topics.ranges(Topics.CHANGES);
        hook.answerAllWith(503);
        worker.settings.saveReplay(replay, ofChanges(ranges).build());
        await().until(() -> !published().isEmpty());
        await().during(Duration.ofSeconds(1)).until(() -> published().size(), SameAsBefore.number());
        assertThat(published().size()).isLessThanOrEqualTo(WINDOW);

        IdentityChange live = changes.user("live", "live");
        worker.topics.publish(live);
        hook.recover();
        await().until(() ->
                hook.messages().stream().anyMatch(message -> message.id().equals(live.getId())));
        assertThat(hook.messages().stream()
                        .takeWhile(message -> !message.id().equals(live.getId()))
                        .filter(message -> replay.equals(message.replay())))
                .as("before it")
                .hasSizeLessThan(150);
        worker.groups.awaitReplayed(replay, ranges);
        worker.groups.awaitCaughtUp(app);
        assertThat(replayed()).hasSize(200);
    }

    @Test
    void whoWasErasedIsLeftOut() {
        givenHook(30);
        worker.settings.erase(connection, "u1");
        List<ReplayRange> ranges = worker.topics.ranges(Topics.CHANGES);

        worker.settings.saveReplay(replay, ofChanges(ranges).build());

        assertThat(worker.groups.awaitReplayed(replay, ranges).published()).isEqualTo(20);
        worker.groups.awaitCaughtUp(app);
        assertThat(replayed())
                .hasSize(20)
                .noneMatch(message -> message.resource().equals("u1"));
    }

    @Test
    void whatCannotBeReadIsCountedAndTheRestGoesOn() {
        givenHook(3);
        worker.topics.poison().forEach(bytes -> worker.topics.send(Topics.CHANGES, connection, bytes));
        worker.topics.publish(changes.user("u1", "last"));
        await().until(() -> hook.messages().size() == 4);
        List<ReplayRange> ranges = worker.topics.ranges(Topics.CHANGES);

        worker.settings.saveReplay(replay, ofChanges(ranges).build());

        ReplayProgress progress = worker.groups.awaitReplayed(replay, ranges);
        assertThat(progress.published()).isEqualTo(4);
        assertThat(progress.unreadable()).isGreaterThanOrEqualTo(4);
        await().until(() -> replayed().size() == 4);
    }

    private List<IdentityChange> givenHook(int count) {
        worker.settings.saveApp(
                app, AppKind.WEBHOOK, hook.url(), WebhookReceiver.SECRET, connection, DeprovisionAction.DELETE);
        List<IdentityChange> all = users(count);
        worker.topics.publish(all.toArray(IdentityChange[]::new));
        worker.groups.awaitCaughtUp(app);
        return all;
    }

    private List<IdentityChange> users(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> changes.user("u" + i % 3, "name" + i))
                .toList();
    }

    private ReplaySetting.Builder ofChanges(List<ReplayRange> ranges) {
        return ReplaySetting.newBuilder()
                .setApp(app)
                .setSource(ReplaySource.CHANGES)
                .setConnections(List.of(connection))
                .setRanges(ranges)
                .setRatePerSecond(10_000)
                .setState(ReplayState.RUNNING)
                .setSteps(List.of(ReplayStep.newBuilder()
                        .setTime(Instant.EPOCH)
                        .setState(ReplayState.RUNNING)
                        .setRatePerSecond(10_000)
                        .setOperator("admin-token")
                        .build()));
    }

    private List<WebhookReceiver.Message> replayed() {
        return hook.messages().stream()
                .filter(message -> replay.equals(message.replay()))
                .toList();
    }

    private List<String> published() {
        return worker.topics.read(Topics.RETRIES, DeliveryRetry.class).stream()
                .filter(retry -> replay.equals(retry.getReplay()))
                .map(DeliveryRetry::getId)
                .toList();
    }
}
