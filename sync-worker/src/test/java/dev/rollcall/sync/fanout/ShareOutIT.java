package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.WebhookReceiver;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An app that was alone when its consumer was made. */
class ShareOutIT {

    private static final int MANY = 40;

    private final TestWorker worker = new TestWorker();
    private final WebhookReceiver hook = new WebhookReceiver();
    private final String app = "hook-" + UUID.randomUUID();
    private final List<String> others =
            IntStream.range(0, MANY).mapToObj(_ -> "other-" + UUID.randomUUID()).toList();
    private final Changes changes = new Changes("c-" + UUID.randomUUID());

    @AfterEach
    void stop() {
        others.forEach(worker.settings::removeApp);
        worker.settings.removeApp(app);
        worker.close();
        hook.close();
    }

    @Test
    void getsASmallerShareWhenManyHaveComeAndEachChangeOnce() throws Exception {
        worker.start();
        worker.settings.saveApp(app, setting().setEnabled(true), WebhookReceiver.SECRET);
        worker.topics.publish(changes.user("u1", "ada"));
        worker.groups.awaitCaughtUp(app);
        Set<String> before = worker.groups.members(app);
        assertThat(before).hasSize(1);

        others.forEach(other -> worker.settings.saveApp(other, setting().setEnabled(false), WebhookReceiver.SECRET));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(worker.groups.members(app)).hasSize(1).doesNotContainAnyElementsOf(before));
        worker.topics.publish(changes.user("u2", "bob"));
        worker.groups.awaitCaughtUp(app);

        assertThat(hook.messages())
                .extracting(WebhookReceiver.Message::sequence)
                .containsExactly(1L, 2L);
    }

    private AppSetting.Builder setting() {
        return AppSetting.newBuilder()
                .setKind(AppKind.WEBHOOK)
                .setUrl(hook.url())
                .setConnections(List.of(changes.connection()));
    }
}
