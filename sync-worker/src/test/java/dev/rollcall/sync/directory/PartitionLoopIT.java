package dev.rollcall.sync.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.Fault;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.Operation;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.event.RequestOutcome;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.topic.Keys;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the loop promises, on whatever Kafka, registry and MongoDB it runs. */
class PartitionLoopIT {

    private LoopFixture fixture;

    @BeforeEach
    void open() {
        fixture = new LoopFixture(Backends.shared());
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    /** The process is gone: nothing after this line happens, nothing is closed or aborted. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void losesAndDoublesNothingWhenTheWorkerIsKilledAfter(Step step) {
        DirectoryCollections directory = fixture.directory("d");
        var killed = new AtomicBoolean();
        var first = fixture.new Worker(directory, reached -> {
            if (reached == step && killed.compareAndSet(false, true)) {
                throw new Killed();
            }
        });
        sendALife();
        assertThatThrownBy(first::drain).isInstanceOf(Killed.class);

        fixture.worker(directory).drain();

        assertALife(directory);
    }

    @Test
    void tellsThatARequestIsInHandWhileItTakesLong() {
        ProvisioningRequest request = fixture.createUser("slow");
        var slow = fixture.new Worker(fixture.directory("d"), step -> {
            if (step == Step.DECIDED) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> statuses(request).contains(102));
            }
        });
        fixture.send(request, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        slow.drain();
        assertThat(statuses(request)).startsWith(102).endsWith(201);
    }

    private List<Integer> statuses(ProvisioningRequest request) {
        return fixture.log.results().stream()
                .filter(result -> result.getRequest().equals(request.getId()))
                .map(ProvisioningResult::getStatus)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void tellsOutcomesOfAsynchronousRequestsOnceWhenTheWorkerIsKilledAfter(Step step) {
        DirectoryCollections directory = fixture.directory("d");
        var killed = new AtomicBoolean();
        var first = fixture.new Worker(directory, reached -> {
            if (reached == step && killed.compareAndSet(false, true)) {
                throw new Killed();
            }
        });
        ProvisioningRequest created = asynchronous(fixture.createUser("u"));
        ProvisioningRequest again =
                asynchronous(fixture.request(Operation.REPLACE, ResourceType.USER, "u", Bodies.user("u", "true")));
        ProvisioningRequest refused =
                asynchronous(fixture.request(Operation.DELETE, ResourceType.USER, "nobody", null));
        // late, so that a request of the usual kind would become a dead letter
        refused.setDeadline(Instant.EPOCH);
        fixture.send(created, again, refused);
        assertThatThrownBy(first::drain).isInstanceOf(Killed.class);

        fixture.worker(directory).drain();

        LoopLog.assertGapFree(fixture.log.changes());
        assertThat(fixture.log.changes())
                .extracting(IdentityChange::getKind)
                .containsExactly(
                        EventUris.CREATE, EventUris.ASYNC_RESPONSE, EventUris.ASYNC_RESPONSE, EventUris.ASYNC_RESPONSE);
        assertThat(fixture.log.changes().stream().skip(1).map(IdentityChange::getTxn))
                .containsExactly(created.getId(), again.getId(), refused.getId());
        assertThat(status(directory, created)).isEqualTo(201);
        assertThat(status(directory, again)).isEqualTo(200);
        assertThat(status(directory, refused)).isEqualTo(404);
        assertThat(fixture.log.deadLetters()).extracting(DeadLetter::getId).doesNotContain(refused.getId());
        DirectoryCollections rebuilt = fixture.directory("rebuilt");
        fixture.worker(rebuilt).drain();
        assertThat(status(rebuilt, refused)).isEqualTo(404);
        assertThat(fixture.log.sequences()).contains(4L);
    }

    private static ProvisioningRequest asynchronous(ProvisioningRequest request) {
        request.setAsynchronous(true);
        return request;
    }

    private static int status(DirectoryCollections directory, ProvisioningRequest request) {
        Document found = directory
                .outcomes()
                .find(new Document("_id", Keys.resource(request.getConnection(), request.getId())))
                .first();
        assertThat(found).isNotNull();
        RequestOutcome outcome = DirectoryDocuments.outcome(found);
        assertThat(outcome).isNotNull();
        return outcome.getStatus();
    }

    @Test
    void fencesOffAZombieBeforeItsCommit() {
        DirectoryCollections directory = fixture.directory("d");
        var zombie = fixture.worker(directory);
        zombie.drain();
        var successor = fixture.worker(directory);
        successor.loop.open(successor.consumer);
        sendALife();

        assertThatThrownBy(zombie::drain).isInstanceOf(RuntimeException.class);
        successor.drain();

        assertALife(directory);
    }

    @Test
    void letsNoLateProjectionOfAZombieUndoNewerWrites() {
        DirectoryCollections directory = fixture.directory("d");
        var successor = fixture.worker(directory);
        // the zombie pauses after its commit, just before it projects; the successor deletes the user meanwhile
        var zombie = fixture.new Worker(directory, reached -> {
            if (reached == Step.COMMITTED && !successor.loop.isOpen()) {
                fixture.send(fixture.request(Operation.DELETE, ResourceType.USER, "u1", null));
                successor.drain();
            }
        });
        fixture.send(fixture.createUser("u1"));
        try {
            zombie.drain();
        } catch (RuntimeException fenced) {
            assertThat(fenced).isNotNull();
        }

        assertThat(fixture.content(directory)).doesNotContainKey("users/" + fixture.connection + "/u1");
        assertThat(fixture.log.changes()).hasSize(2);
    }

    @Test
    void makesTheIndexesThatQueriesNeedBeforeItDecides() {
        DirectoryCollections directory = fixture.directory("d");

        fixture.worker(directory).drain();

        assertThat(directory.users().listIndexes())
                .extracting(index -> index.getString("name"))
                .contains("users_by_user_name_and_id", "users_by_connection", "users_by_email_and_id");
    }

    @Test
    void decidesANoOpWithoutAChangeAndAnswersIt() {
        DirectoryCollections directory = fixture.directory("d");
        var worker = fixture.worker(directory);
        fixture.send(fixture.createUser("u1"));
        worker.drain();
        Map<String, Document> before = fixture.content(directory);

        fixture.send(fixture.request(Operation.REPLACE, ResourceType.USER, "u1", Bodies.user("u1", "true")));
        worker.drain();

        assertThat(fixture.log.changes()).hasSize(1);
        assertThat(fixture.content(directory)).isEqualTo(before);
        assertThat(fixture.log.results())
                .extracting(ProvisioningResult::getStatus)
                .containsExactly(201, 200);
        assertThat(fixture.log.results())
                .extracting(ProvisioningResult::getChanged)
                .containsExactly(true, false);
    }

    @Test
    void makesADeadLetterOfARefusalThatNobodyWaitsForAnyMore() {
        DirectoryCollections directory = fixture.directory("d");
        ProvisioningRequest late =
                fixture.request(Operation.REPLACE, ResourceType.USER, "nobody", Bodies.user("nobody", "true"));
        late.setDeadline(Instant.now().minusSeconds(1));
        ProvisioningRequest inTime =
                fixture.request(Operation.REPLACE, ResourceType.USER, "nobody", Bodies.user("nobody", "true"));
        fixture.send(late, inTime);

        fixture.worker(directory).drain();

        assertThat(fixture.log.deadLetters())
                .filteredOn(letter -> fixture.connection.equals(letter.getConnection()))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.getId()).isEqualTo(late.getId());
                    assertThat(letter.getFault()).isEqualTo(Fault.CLIENT);
                    assertThat(letter.getCause()).contains("404");
                });
    }

    /** Users come, a group gets them, one is deactivated, one leaves, one request is refused, one changes nothing. */
    private void sendALife() {
        fixture.send(
                fixture.createUser("u1"),
                fixture.createUser("u2"),
                fixture.createUser("u3"),
                fixture.request(Operation.CREATE, ResourceType.GROUP, "g1", Bodies.group("Staff", "u1", "u2", "u3")),
                fixture.request(Operation.REPLACE, ResourceType.USER, "u1", Bodies.user("u1", "false")),
                fixture.request(Operation.REPLACE, ResourceType.USER, "u1", Bodies.user("u1", "false")),
                fixture.request(Operation.CREATE, ResourceType.USER, "u9", Bodies.user("u2", "true")),
                fixture.request(Operation.DELETE, ResourceType.USER, "u2", null),
                fixture.request(Operation.REPLACE, ResourceType.GROUP, "g1", Bodies.group("Staff", "u3")));
    }

    private void assertALife(DirectoryCollections directory) {
        var changes = fixture.log.changes();
        LoopLog.assertGapFree(changes);
        // 3 users, the group, the deactivation, the cascade and the deletion, the removal of u1
        assertThat(changes).hasSize(8);
        assertThat(changes.get(4).getAlsoKinds()).containsExactly("urn:ietf:params:scim:event:prov:deactivate");
        assertThat(changes.getLast().getMembersRemoved()).containsExactly("u1");
        Set<String> keys = new HashSet<>(fixture.content(directory).keySet());
        String c = fixture.connection;
        assertThat(keys)
                .containsExactlyInAnyOrder(
                        "users/" + c + "/u1",
                        "users/" + c + "/u3",
                        "groups/" + c + "/g1",
                        "memberships/" + c + "/g1/u3");
        assertThat(changes).extracting(IdentityChange::getTxn).allMatch(txn -> !txn.isEmpty());
    }
}
