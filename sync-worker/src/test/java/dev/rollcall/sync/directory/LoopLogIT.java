package dev.rollcall.sync.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.Operation;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.topic.CloudEvent;
import dev.rollcall.schemas.topic.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log tells of a connection, and what goes on from it alone. */
class LoopLogIT {

    private LoopFixture fixture;

    @BeforeEach
    void open() {
        fixture = new LoopFixture(Backends.shared());
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
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

    @Test
    void rebuildsTheSameDirectoryFromTheLogAlone() {
        DirectoryCollections before = fixture.directory("before");
        fixture.worker(before).drain();
        sendALife();
        fixture.worker(before).drain();
        DirectoryCollections rebuilt = fixture.directory("rebuilt");

        fixture.worker(rebuilt).drain();

        assertThat(fixture.content(rebuilt)).isEqualTo(fixture.content(before)).hasSizeGreaterThan(3);
        assertThat(fixture.sequence(rebuilt))
                .isEqualTo(fixture.log.changes().getLast().getSequence());
    }

    @Test
    void tellsInTheHeadersWhichResourceARecordIsAboutAlsoOfTombstones() {
        var worker = fixture.worker(fixture.directory("d"));
        fixture.send(
                fixture.createUser("u"),
                fixture.request(Operation.CREATE, ResourceType.GROUP, "g", Bodies.group("G", "u")));
        worker.drain();
        fixture.send(fixture.request(Operation.DELETE, ResourceType.USER, "u", null));
        worker.drain();

        assertThat(fixture.log.headers(Topics.CHANGES, "ce_subject")).contains("/Users/u", "/Groups/g");
        assertThat(fixture.log.headers(Topics.USERS, "ce_subject")).hasSize(2).containsOnly("/Users/u");
        assertThat(fixture.log.headers(Topics.GROUPS, "ce_subject"))
                .isNotEmpty()
                .containsOnly("/Groups/g");
        assertThat(fixture.log.headers(Topics.MEMBERSHIPS, "ce_subject"))
                .hasSize(2)
                .containsOnly("/Groups/g");
    }

    @Test
    void carriesTheTraceOfEachPushToWhatItChanged() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        fixture.send(fixture.createUser("u"));
        fixture.send(fixture.request(Operation.CREATE, ResourceType.GROUP, "g", Bodies.group("G", "u")), trace);
        fixture.send(fixture.createUser("v"));
        fixture.worker(fixture.directory("d")).drain();

        assertThat(fixture.log.headers(Topics.CHANGES, CloudEvent.TRACEPARENT)).containsExactly(null, trace, null);
        assertThat(fixture.log.headers(Topics.USERS, CloudEvent.TRACEPARENT)).containsExactly(null, null);
        assertThat(fixture.log.headers(Topics.GROUPS, CloudEvent.TRACEPARENT)).containsExactly(trace);
        assertThat(fixture.log.headers(Topics.MEMBERSHIPS, CloudEvent.TRACEPARENT))
                .containsExactly(trace);
    }

    @Test
    void goesOnNumberingWhereTheLogEndsWhenTheDirectoryIsLost() {
        sendALife();
        fixture.worker(fixture.directory("d")).drain();
        long last = fixture.log.changes().getLast().getSequence();

        fixture.send(fixture.createUser("later"));
        fixture.worker(fixture.directory("fresh")).drain();

        assertThat(fixture.log.changes().getLast().getSequence()).isEqualTo(last + 1);
        LoopLog.assertGapFree(fixture.log.changes());
    }

    @Test
    void goesOnNumberingWhenTheWorkerDiedSinceItsLastCheckpoint() {
        DirectoryCollections directory = fixture.directory("d");
        var first = fixture.worker(directory);
        fixture.send(fixture.createUser("u1"));
        first.drain();
        fixture.send(fixture.createUser("u2"), fixture.createUser("u3"));
        first.drain();

        fixture.send(fixture.createUser("u4"));
        fixture.worker(directory).drain();

        assertThat(fixture.log.changes()).hasSize(4);
        LoopLog.assertGapFree(fixture.log.changes());
    }

    @Test
    void tellsTheNumberOfADeletionWhichNoStateHolds() {
        fixture.send(fixture.createUser("u1"), fixture.createUser("u2"));
        fixture.worker(fixture.directory("d")).drain();
        assertThat(fixture.log.sequences()).isEmpty();

        fixture.send(fixture.request(Operation.DELETE, ResourceType.USER, "u2", null));
        fixture.worker(fixture.directory("d")).drain();

        assertThat(fixture.log.sequences()).containsExactly(3L);
    }
}
