package dev.rollcall.schemas.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandSucceededEvent;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.schemas.decide.Need;
import dev.rollcall.schemas.decide.WorkingSet;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.PartitionsChangedException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MarksTest {

    private static final List<Need> NAME_AND_USER =
            List.of(new Need.OfUser(Keys.resource("c", "u")), new Need.NameOwner("c", "u"));

    private final MongoClient client = MongoClients.create(Backends.shared().mongodbUri());
    private final DirectoryCollections directory = new DirectoryCollections(client.getDatabase("marks"));
    private final Marks marks = new Marks(directory);

    @AfterEach
    void close() {
        directory.database().drop();
        client.close();
    }

    @Test
    void areWholeOnlyWhenEveryCollectionWasKeptSinceItWasBegun() {
        marks.begin(0, 1, "first");
        assertThat(marks.areBegun(0, "first")).isTrue();
        assertThat(marks.areWhole(0, "first", EnumSet.allOf(Part.class))).isFalse();
        directory.groups().drop();
        assertThat(marks.complete(0, "first")).isFalse();

        marks.begin(0, 1, "second");
        assertThat(marks.complete(0, "first")).isFalse();
        assertThat(marks.complete(0, "second")).isTrue();
        assertThat(marks.areWhole(0, "second", EnumSet.allOf(Part.class))).isTrue();
        assertThat(marks.areWhole(0, "first", EnumSet.allOf(Part.class))).isFalse();
    }

    @Test
    void tellNothingFoundFromEverythingLost() {
        marks.begin(0, 1, "i");
        marks.complete(0, "i");
        assertThatCode(() -> marks.require("c", Part.USERS)).doesNotThrowAnyException();

        directory.users().drop();

        assertThatExceptionOfType(DirectoryLostException.class).isThrownBy(() -> marks.require("c", Part.USERS));
        assertThatCode(() -> marks.require("c", Part.GROUPS)).doesNotThrowAnyException();
        assertThat(marks.incomplete()).isEqualTo(1);
    }

    @Test
    void tellThatTheLogHasGotMorePartitions() {
        marks.requirePartitions(2);
        marks.begin(0, 1, "i");
        marks.requirePartitions(1);

        assertThatExceptionOfType(PartitionsChangedException.class)
                .isThrownBy(() -> marks.requirePartitions(2))
                .withMessageContaining("made from 1 partitions, and there are 2");
    }

    @Test
    void areMissedOnlyWhereSomethingIsExpected() {
        assertThatCode(() -> marks.require("c", Part.USERS)).doesNotThrowAnyException();
        assertThat(marks.incomplete()).isZero();

        assertThatExceptionOfType(DirectoryLostException.class)
                .isThrownBy(() -> new Marks(directory, () -> true).require("c", Part.USERS));
    }

    @Test
    void areWholeForAllOnlyWhenEveryPartitionIs() {
        marks.begin(0, 2, "i");
        marks.begin(1, 2, "i");
        marks.complete(0, "i");
        assertThat(marks.areWhole(Part.USERS, Part.GROUPS)).isFalse();

        marks.complete(1, "i");
        assertThat(marks.areWhole(Part.USERS, Part.GROUPS)).isTrue();

        directory.groups().drop();
        assertThat(marks.areWhole(Part.USERS, Part.GROUPS)).isFalse();
        assertThat(marks.areWhole(Part.USERS)).isTrue();
    }

    @Test
    void keepALoaderFromTakingWhatIsLostForAbsent() {
        marks.begin(0, 1, "i");
        marks.complete(0, "i");
        var loader = new StateLoader(directory, marks);
        var need = new Need.OfUser(Keys.resource("c", "u"));
        loader.load(List.of(need), new WorkingSet());

        directory.users().drop();

        assertThatExceptionOfType(DirectoryLostException.class)
                .isThrownBy(() -> loader.load(List.of(need), new WorkingSet()));
    }

    @Test
    void areSeenBesideWhatIsReadByIdWithoutAQueryOfTheirOwn() {
        marks.begin(0, 1, "i");
        marks.complete(0, "i");
        var queries = new AtomicInteger();
        try (MongoClient counted = listened(queries::incrementAndGet)) {
            var read = new DirectoryCollections(counted.getDatabase("marks"));
            Sightings sightings = new Marks(read).sightings(0, "i");
            new StateLoader(read).load(NAME_AND_USER, new WorkingSet(), sightings);

            assertThat(sightings.areWhole(Set.of(Part.USERS))).isTrue();
            assertThat(queries).as("of the name and of the user").hasValue(2);
            assertThat(sightings.areWhole(Set.of(Part.USERS, Part.GROUPS))).isTrue();
        }
    }

    @Test
    void areNotSeenBeforeWhatTheyTellOf() {
        marks.begin(0, 1, "i");
        marks.complete(0, "i");
        try (MongoClient losing = listened(directory.users()::drop)) {
            var read = new DirectoryCollections(losing.getDatabase("marks"));
            Sightings sightings = new Marks(read).sightings(0, "i");
            new StateLoader(read).load(NAME_AND_USER, new WorkingSet(), sightings);

            assertThat(sightings.areWhole(Set.of(Part.USERS))).isFalse();
        }
    }

    @Test
    void areSeenOnlyOfTheSameMaking() {
        marks.begin(0, 1, "i");
        Sightings begun = marks.sightings(0, "i");
        new StateLoader(directory).load(NAME_AND_USER, new WorkingSet(), begun);
        assertThat(begun.areWhole(Set.of(Part.USERS))).isFalse();

        marks.complete(0, "i");
        Sightings older = marks.sightings(0, "before");
        new StateLoader(directory).load(NAME_AND_USER, new WorkingSet(), older);
        assertThat(older.areWhole(Set.of(Part.USERS))).isFalse();
    }

    /** Tells of each query that was answered, before the next one. */
    private static MongoClient listened(Runnable answered) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(Backends.shared().mongodbUri()))
                .addCommandListener(new CommandListener() {
                    @Override
                    public void commandSucceeded(CommandSucceededEvent event) {
                        if (event.getCommandName().equals("find")) {
                            answered.run();
                        }
                    }
                })
                .build());
    }

    @Test
    void areOfOneGeneration() {
        marks.begin(0, 1, "i");
        marks.complete(0, "i");
        directory.ofGeneration(2).createIndexes();

        assertThat(new Marks(directory.ofGeneration(2)).areBegun(0, "i")).isFalse();
        assertThat(directory.generations()).containsExactlyInAnyOrder(0, 2);
        directory.drop(2);
        assertThat(directory.generations()).containsExactly(0);
    }
}
