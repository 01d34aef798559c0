package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.JWKSet;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.event.Fault;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.delivery.AppStatus;
import dev.rollcall.schemas.delivery.EventQueue;
import dev.rollcall.schemas.delivery.EventTokens;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.EventReceiver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;

/** Tokens to recipients that verify each one by the published keys. */
class EventDeliveryIT {

    @AutoClose
    private static final TestWorker worker = new TestWorker();

    private final String connection = "c-" + UUID.randomUUID();
    private final String app = "set-" + UUID.randomUUID();
    private final Changes changes = new Changes(connection);
    private final EventReceiver receiver = new EventReceiver(
            new JWKSet(worker.settings.signingKey().toPublicJWK()), "https://rollcall.example.com", app);

    @BeforeAll
    static void start() {
        worker.begin();
    }

    @AfterEach
    void removeApp() {
        worker.settings.removeApp(app);
        receiver.close();
    }

    @Test
    void everyTokenIsTakenOnceAndInOrderOverARestartOfTheWorker() throws Exception {
        List<IdentityChange> all = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            for (int user = 0; user < 8; user++) {
                all.add(changes.user("u" + user, "user" + user + "-" + round));
            }
        }
        var taken = receiver.takeWithoutAnswer();
        save(pushed());
        worker.topics.publish(all.subList(0, 20).toArray(IdentityChange[]::new));
        taken.await();
        worker.stop();
        receiver.recover();
        worker.start();
        worker.topics.publish(all.subList(20, all.size()).toArray(IdentityChange[]::new));
        worker.groups.awaitCaughtUp(app);

        assertThat(receiver.events())
                .extracting(EventReceiver.Event::sequence)
                .hasSameElementsAs(IntStream.rangeClosed(1, all.size())
                        .mapToObj(Long::valueOf)
                        .toList());
        assertThat(receiver.events()).hasSize(all.size());
        assertThat(receiver.repeated())
                .as("what the worker could not write down")
                .isNotEmpty();
        IntStream.range(0, 8)
                .forEach(user -> assertThat(receiver.of("/Users/u" + user))
                        .hasSize(4)
                        .isSortedAccordingTo(Comparator.comparingLong(EventReceiver.Event::sequence)));
        assertThat(status().state()).isEqualTo(AppStatus.State.CLOSED);
    }

    @Test
    void redeliveryOfTheWholeTopicHasNoEffect() {
        save(pushed());
        worker.topics.publish(changes.user("u1", "ada"), changes.group("g1", "Staff", List.of("u1"), List.of()));
        worker.groups.awaitCaughtUp(app);
        int requests = receiver.requests();

        save(pushed().setEnabled(false));
        worker.groups.resetOffsets(app);
        save(pushed());
        worker.groups.awaitCaughtUp(app);

        assertThat(receiver.requests()).isEqualTo(requests);
    }

    @Test
    void aDeactivationIsFollowedByTheEndOfSessions() {
        worker.settings.saveSeatDeprovision(connection);
        save(pushed());
        worker.topics.publish(changes.user("u1", "ada"), changes.user("u1", "ada", false), changes.deleteUser("u1"));
        worker.groups.awaitCaughtUp(app);

        assertThat(receiver.events())
                .extracting(EventReceiver.Event::kinds)
                .containsExactly(
                        List.of("urn:ietf:params:scim:event:prov:create:full"),
                        List.of(
                                "urn:ietf:params:scim:event:prov:put:full",
                                "urn:ietf:params:scim:event:prov:deactivate"),
                        List.of(EventTokens.SESSION_REVOKED),
                        List.of("urn:ietf:params:scim:event:prov:delete"),
                        List.of(EventTokens.SESSION_REVOKED));
    }

    @Test
    void aTokenThatTheRecipientRefusesIsADeadLetterAndTheNextIsTried() {
        receiver.refuseWhere(claims -> claims.contains("\"bad\"") ? Optional.of("invalid_audience") : Optional.empty());
        save(pushed());
        worker.topics.publish(changes.user("u1", "bad"), changes.user("u1", "good"));
        worker.groups.awaitCaughtUp(app);

        assertThat(receiver.events()).extracting(EventReceiver.Event::sequence).containsExactly(2L);
        assertThat(deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.getFault()).isEqualTo(Fault.RESOURCE);
            assertThat(letter.getSequence()).isEqualTo(1);
            assertThat(letter.getCause()).contains("invalid_audience").doesNotContain("@");
        });
    }

    @Test
    void aRecipientThatDoesNotAcceptUsGetsEverythingOnceItDoes() {
        worker.settings.saveApp(app, pushed(), "another-token");
        worker.topics.publish(changes.user("u1", "ada"), changes.user("u2", "bob"));
        await().untilAsserted(() -> assertThat(status().failures()).isGreaterThan(1));
        assertThat(status().detail()).contains("authentication_failed");
        assertThat(receiver.events()).isEmpty();

        save(pushed());
        worker.groups.awaitCaughtUp(app);

        assertThat(receiver.events()).hasSize(2);
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void aRecipientGetsOnlyTheEventsThatItWantsAndAReceiptTellsOfTheRest() {
        save(pushed().setKinds(List.of("urn:ietf:params:scim:event:prov:deactivate")));
        worker.topics.publish(changes.user("u1", "ada"), changes.user("u2", "bob"), changes.user("u1", "ada", false));
        worker.groups.awaitCaughtUp(app);

        assertThat(receiver.events())
                .extracting(EventReceiver.Event::kinds)
                .containsExactly(List.of("urn:ietf:params:scim:event:prov:deactivate"));
        assertThat(worker.topics.read(Topics.RECEIPTS, DeliveryReceipt.class).stream()
                        .filter(receipt -> receipt.getApp().equals(app))
                        .sorted(Comparator.comparingLong(DeliveryReceipt::getSequence))
                        .map(DeliveryReceipt::getOutcome))
                .containsExactly(DeliveryOutcome.SKIPPED, DeliveryOutcome.SKIPPED, DeliveryOutcome.DELIVERED);
    }

    @Test
    void tokensThatAreFetchedWaitInOrderAndDoNotComeBackWithAReplay() {
        AppSetting.Builder fetching = AppSetting.newBuilder()
                .setName(app)
                .setKind(AppKind.SET_POLL)
                .setUrl("")
                .setConnections(List.of(connection));
        worker.settings.saveApp(app, fetching, "");
        worker.topics.publish(changes.user("u1", "ada"), changes.user("u2", "bob"), changes.user("u1", "ada", false));
        worker.groups.awaitCaughtUp(app);
        var queue = new EventQueue(worker.bean(MongoTemplate.class).getDb());
        assertThat(queue.head(app, 10)).extracting(token -> token.sequence()).containsExactly(1L, 2L, 3L);
        assertThat(status().state()).isEqualTo(AppStatus.State.CLOSED);
        queue.settle(app, List.of(queue.head(app, 1).getFirst().token().jti()), Instant.now());

        worker.settings.saveApp(app, fetching.setEnabled(false), "");
        worker.groups.resetOffsets(app);
        worker.settings.saveApp(app, fetching.setEnabled(true), "");
        worker.groups.awaitCaughtUp(app);

        assertThat(queue.head(app, 10)).extracting(token -> token.sequence()).containsExactly(2L, 3L);
    }

    private AppSetting.Builder pushed() {
        return AppSetting.newBuilder()
                .setName(app)
                .setKind(AppKind.SET_PUSH)
                .setUrl(receiver.url())
                .setConnections(List.of(connection));
    }

    private void save(AppSetting.Builder setting) {
        worker.settings.saveApp(app, setting, EventReceiver.TOKEN);
    }

    private AppStatus status() {
        Document found = worker.bean(MongoTemplate.class)
                .getCollection(AppStatus.COLLECTION)
                .find(new Document("_id", app))
                .first();
        assertThat(found).isNotNull();
        return AppStatus.from(found);
    }

    private List<DeadLetter> deadLetters() {
        return worker.topics.read(Topics.DEAD_LETTERS, DeadLetter.class).stream()
                .filter(letter -> app.equals(letter.getApp()))
                .toList();
    }
}
