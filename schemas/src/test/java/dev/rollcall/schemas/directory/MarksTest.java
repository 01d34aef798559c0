package dev.rollcall.schemas.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.schemas.decide.Need;
import dev.rollcall.schemas.decide.WorkingSet;
import dev.rollcall.schemas.topic.Keys;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MarksTest {

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
