package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.Fault;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.WebhookReceiver;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An app that breaks on one resource each time as if it were down. */
class BrokenResourceIT {

    @AutoClose
    private static final TestWorker worker = new TestWorker("--rollcall.fanout.give-up-after=1s");

    @AutoClose
    private final TwoApps apps = new TwoApps(worker);

    private final Changes changes = apps.changes;
    private final ScimTarget scim = apps.scim;
    private final WebhookReceiver hook = apps.hook;

    @BeforeAll
    static void start() {
        worker.begin();
    }

    @Test
    void holdsBackNoOtherAndIsADeadLetterInTheEnd() {
        hook.answerWhere(body -> body.contains("\"resource\":\"u1\"") ? Optional.of(500) : Optional.empty());
        apps.saveHook(true);
        worker.topics.publish(changes.user("u1", "ada"), changes.user("u2", "bob"), changes.user("u3", "cyd"));
        await().untilAsserted(() -> assertThat(resources()).containsExactlyInAnyOrder("u2", "u3"));
        worker.topics.publish(changes.user("u4", "dan"));
        await().untilAsserted(() -> assertThat(resources()).containsExactlyInAnyOrder("u2", "u3", "u4"));

        worker.groups.awaitCaughtUp(apps.hookApp);
        assertThat(letters(apps.hookApp)).singleElement().satisfies(letter -> {
            assertThat(letter.getResource()).isEqualTo("u1");
            assertThat(letter.getFault()).isEqualTo(Fault.RESOURCE);
            assertThat(letter.getCode()).isEqualTo("http-500");
        });

        hook.recover();
        worker.topics.publish(changes.user("u1", "eve"));
        worker.groups.awaitCaughtUp(apps.hookApp);
        assertThat(resources()).containsExactlyInAnyOrder("u2", "u3", "u4", "u1");
    }

    @Test
    void holdsBackNoGroupForEver() throws Exception {
        scim.faults().answerWhere(request -> request.contains("\"ada\"") ? Optional.of(503) : Optional.empty());
        apps.saveScim(true);
        worker.topics.publish(
                changes.user("u1", "ada"),
                changes.user("u2", "bob"),
                changes.group("g1", "Sales", List.of("u1", "u2"), List.of()));
        await().untilAsserted(() -> assertThat(scim.users()).containsOnlyKeys("bob"));
        worker.topics.publish(changes.user("u3", "cyd"));

        worker.groups.awaitCaughtUp(apps.scimApp);
        assertThat(scim.users()).containsOnlyKeys("bob", "cyd");
        assertThat(scim.members("Sales")).containsExactly("bob");
        assertThat(letters(apps.scimApp))
                .extracting(DeadLetter::getResource, DeadLetter::getCode)
                .containsExactlyInAnyOrder(tuple("u1", "http-503"), tuple("g1", "missing-members"));
    }

    @Test
    void isNotWhatAnAppIsTakenForThatTakesNothing() {
        hook.answerAllWith(503);
        apps.saveHook(true);
        worker.topics.publish(changes.user("u1", "ada"), changes.user("u2", "bob"));
        await().untilAsserted(() ->
                assertThat(worker.told.status(apps.hookApp).failures()).isGreaterThan(8));
        hook.recover();

        worker.groups.awaitCaughtUp(apps.hookApp);
        assertThat(resources()).containsExactlyInAnyOrder("u1", "u2");
        assertThat(letters(apps.hookApp)).isEmpty();
    }

    private List<String> resources() {
        return hook.messages().stream().map(WebhookReceiver.Message::resource).toList();
    }

    private static List<DeadLetter> letters(String app) {
        return worker.told.deadLetters(app);
    }
}
