package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryLostException;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.schemas.setting.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProjectedPeopleTest {

    private final MongoClient client = MongoClients.create(Backends.shared().mongodbUri());
    private final DirectoryCollections directory = new DirectoryCollections(client.getDatabase("projected-people"));
    private final ProjectedPeople people = new ProjectedPeople(directory, new KnownHolds(directory, new Settings()));

    @AfterEach
    void close() {
        directory.database().drop();
        client.close();
    }

    @Test
    void aGroupThatWasLostIsNotOneThatIsGone() {
        var marks = new Marks(directory);
        marks.begin(0, 1, "i");
        marks.complete(0, "i");
        assertThat(people.group("c", "g1")).isEmpty();

        directory.groups().drop();

        assertThatExceptionOfType(DirectoryLostException.class).isThrownBy(() -> people.group("c", "g1"));
    }
}
