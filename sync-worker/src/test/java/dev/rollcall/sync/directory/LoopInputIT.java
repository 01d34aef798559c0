package dev.rollcall.sync.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.Fault;
import dev.rollcall.event.Operation;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.StateLoader;
import dev.rollcall.schemas.topic.Topics;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests and states that are very large, or can't be read. */
class LoopInputIT {

    private LoopFixture fixture;

    @BeforeEach
    void open() {
        fixture = new LoopFixture(Backends.shared());
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void takesAGroupOfTwentyThousandInOneRequestAndOneMoreAsCheaplyAsInASmallOne() {
        DirectoryCollections directory = fixture.directory("d");
        String[] users =
                IntStream.rangeClosed(0, 20_000).mapToObj("u%05d"::formatted).toArray(String[]::new);
        fixture.putUsers(directory, users);
        String[] members = Arrays.copyOf(users, 20_000);

        fixture.send(
                fixture.request(Operation.CREATE, ResourceType.GROUP, "g", Bodies.group("G", members)),
                fixture.request(Operation.PATCH, ResourceType.GROUP, "g", Bodies.members("add", users[20_000])),
                fixture.request(Operation.PATCH, ResourceType.GROUP, "g", Bodies.members("remove", users[0])));
        fixture.worker(directory).drain();

        var changes = fixture.log.changes();
        LoopLog.assertGapFree(changes);
        assertThat(changes)
                .hasSize(22)
                .allSatisfy(change -> assertThat(change.getMembersAdded().size()
                                + change.getMembersRemoved().size())
                        .isLessThanOrEqualTo(1_000));
        assertThat(changes.get(20).getMembersAdded()).containsExactly(users[20_000]);
        assertThat(changes.get(21).getMembersRemoved()).containsExactly(users[0]);
        assertThat(new StateLoader(directory).membersOf(fixture.connection, "g"))
                .containsExactlyInAnyOrder(Arrays.copyOfRange(users, 1, 20_001));
    }

    @Test
    void deletesAUserOfTwoThousandGroupsInOneTransaction() {
        DirectoryCollections directory = fixture.directory("d");
        fixture.putUsers(directory, "u");
        for (int i = 0; i < 2_000; i++) {
            fixture.send(fixture.request(Operation.CREATE, ResourceType.GROUP, "g" + i, Bodies.group("G" + i, "u")));
        }
        var worker = fixture.worker(directory);
        worker.drain();

        fixture.send(fixture.request(Operation.DELETE, ResourceType.USER, "u", null));
        worker.drain();

        var changes = fixture.log.changes();
        LoopLog.assertGapFree(changes);
        assertThat(changes).hasSize(4_001);
        assertThat(changes.subList(2_000, 4_000))
                .allSatisfy(change -> assertThat(change.getMembersRemoved()).containsExactly("u"));
        assertThat(changes.getLast().getKind()).isEqualTo(EventUris.DELETE);
        assertThat(new StateLoader(directory).groupsOf(fixture.connection, "u")).isEmpty();
    }

    @Test
    void passesPoisonToTheDeadLettersAndMovesOn() {
        DirectoryCollections directory = fixture.directory("d");
        List<Long> poison = fixture.poison().stream().map(fixture::send).toList();
        fixture.send(fixture.createUser("u1"));

        fixture.worker(directory).drain();

        assertThat(fixture.log.changes()).hasSize(1);
        // other tests' poison may be on the same partition
        List<DeadLetter> letters = fixture.log.deadLetters().stream()
                .filter(letter -> letter.getTopic().equals(Topics.REQUESTS) && poison.contains(letter.getOffset()))
                .toList();
        assertThat(letters).extracting(DeadLetter::getOffset).containsExactlyInAnyOrderElementsOf(poison);
        assertThat(letters)
                .allSatisfy(letter -> assertThat(letter.getFault()).isEqualTo(Fault.RECORD))
                .allSatisfy(letter -> assertThat(letter.getCause()).contains(Topics.REQUESTS));
    }

    @Test
    void catchesUpPastPoisonAmongTheStates() {
        fixture.send(fixture.createUser("u1"));
        fixture.worker(fixture.directory("d")).drain();
        for (String topic : Topics.STATES) {
            fixture.poison().forEach(value -> fixture.send(topic, value));
        }
        fixture.send(fixture.createUser("u2"));
        DirectoryCollections rebuilt = fixture.directory("rebuilt");

        fixture.worker(rebuilt).drain();

        assertThat(fixture.content(rebuilt))
                .containsOnlyKeys("users/" + fixture.connection + "/u1", "users/" + fixture.connection + "/u2");
        assertThat(fixture.log.changes()).hasSize(2);
        LoopLog.assertGapFree(fixture.log.changes());
        // a tombstone is no poison, and the type of the sequences is theirs
        for (String topic : Topics.STATES) {
            assertThat(fixture.log.deadLetters())
                    .filteredOn(letter -> letter.getTopic().equals(topic))
                    .hasSizeGreaterThanOrEqualTo(topic.equals(Topics.SEQUENCES) ? 3 : 4)
                    .allSatisfy(letter -> assertThat(letter.getCause()).contains(topic));
        }
    }
}
