package dev.rollcall.sync.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.Operation;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.directory.DirectoryCollections;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kafka has forgotten which requests are decided, or has deleted some that weren't; or the worker's clock is set back. */
class LoopDisasterIT {

    private LoopFixture fixture;
    private DirectoryCollections directory;

    @BeforeEach
    void open() {
        fixture = new LoopFixture(Backends.shared());
        directory = fixture.directory("d");
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void decidesNothingTwiceWhereTheOffsetsAreLost() {
        ProvisioningRequest refused = fixture.request(Operation.DELETE, ResourceType.USER, "nobody", null);
        fixture.send(
                fixture.createUser("u"),
                replace("u", "false"),
                replace("u", "true"),
                fixture.request(Operation.DELETE, ResourceType.USER, "u", null),
                fixture.createUser("v"),
                refused);
        fixture.worker(directory).drain();
        assertThat(fixture.log.changes()).hasSize(5);

        fixture.place.forgetOffsets();
        fixture.send(fixture.createUser("w"));
        fixture.worker(directory).drain();

        LoopLog.assertGapFree(fixture.log.changes());
        assertThat(fixture.log.changes()).hasSize(6);
        assertThat(fixture.content(directory)).hasSize(2);
    }

    @Test
    void knowsWhereItIsAgainBeforeAnythingNewComes() {
        fixture.send(fixture.createUser("u"));
        fixture.worker(directory).drain();
        long committed = fixture.place.committed();

        fixture.place.forgetOffsets();
        fixture.worker(directory).open();

        assertThat(fixture.place.committed()).isEqualTo(committed);
    }

    @Test
    void decidesWhatIsThereWhereTheLogEndsBeforeItsPlace() {
        fixture.send(fixture.createUser("u"));
        fixture.worker(directory).drain();

        fixture.place.commit(fixture.place.committed() + 1_000);
        fixture.send(fixture.createUser("v"));
        fixture.worker(directory).drain();

        LoopLog.assertGapFree(fixture.log.changes());
        assertThat(fixture.log.changes()).hasSize(2);
    }

    @Test
    void goesOnBehindRequestsThatWereKeptNoLonger() {
        fixture.send(fixture.createUser("u"));
        fixture.worker(directory).drain();
        fixture.send(fixture.createUser("lost"));
        fixture.place.expireRequests();

        fixture.worker(directory).open();
        assertThat(fixture.place.lag()).as("what is lost keeps nobody waiting").isZero();

        ProvisioningRequest next = fixture.createUser("v");
        fixture.send(next);
        fixture.worker(directory).drain();

        LoopLog.assertGapFree(fixture.log.changes());
        assertThat(fixture.log.changes()).hasSize(2);
        assertThat(fixture.log.results())
                .filteredOn(result -> result.getRequest().equals(next.getId()))
                .extracting(ProvisioningResult::getStatus)
                .containsExactly(201);
    }

    @Test
    void goesOnWhereTheClockIsSetBack() {
        var worker = fixture.worker(directory);
        fixture.send(fixture.createUser("u"));
        worker.drain();
        worker.loop.tend(worker.consumer);

        fixture.clock.set(Duration.ofHours(-1));

        await().atMost(Duration.ofSeconds(5)).until(worker.loop::wantsTending);
        ProvisioningRequest refused = fixture.request(Operation.DELETE, ResourceType.USER, "nobody", null);
        refused.setDeadline(refused.getTime().plusMillis(1));
        ProvisioningRequest later = replace("u", "false");
        later.setTime(refused.getTime().plusMillis(2));
        fixture.send(refused, later);
        worker.drain();

        LoopLog.assertGapFree(fixture.log.changes());
        assertThat(fixture.log.changes()).hasSize(2);
        assertThat(fixture.log.deadLetters())
                .as("ingest has answered it otherwise by now")
                .extracting(DeadLetter::getId)
                .contains(refused.getId());
    }

    private ProvisioningRequest replace(String user, String active) {
        return fixture.request(Operation.REPLACE, ResourceType.USER, user, Bodies.user(user, active));
    }
}
