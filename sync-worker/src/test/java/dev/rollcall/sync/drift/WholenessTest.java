package dev.rollcall.sync.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.schemas.delivery.LedgerMark;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.sync.drift.Wholeness.NotWholeException;
import dev.rollcall.sync.target.TestApps;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WholenessTest {

    private final MongoClient client = MongoClients.create(Backends.shared().mongodbUri());
    private final MongoDatabase database = client.getDatabase("wholeness");
    private final AtomicInteger generation = new AtomicInteger();
    private final DirectoryCollections directory = new DirectoryCollections(database, generation::get);
    private final LedgerMark ledger = new LedgerMark(database);
    private final Wholeness whole = new Wholeness(directory);

    @BeforeEach
    void complete() {
        complete(0);
        ledger.begin("i");
        ledger.complete("i");
    }

    @AfterEach
    void close() {
        database.drop();
        client.close();
    }

    @Test
    void whatIsNotFoundIsNotThereWhereAllIsWhole() {
        assertThat(whole.look(() -> "nothing")).isEqualTo("nothing");
    }

    @Test
    void anyPartThatIsLostLeavesNothingToTell() {
        directory.memberships().drop();
        assertLost("directory");
    }

    @Test
    void aPartitionThatIsBeingFilledLeavesNothingToTell() {
        new Marks(directory).begin(0, 1, "another");
        assertLost("directory");
    }

    @Test
    void aDirectoryThatNobodyBuiltLeavesNothingToTell() {
        generation.set(7);
        assertLost("directory");
    }

    @Test
    void aLedgerThatIsBeingCompletedLeavesNothingToTell() {
        ledger.begin("another");
        assertLost("ledger");
    }

    @Test
    void whatIsFoundWhileTheGenerationChangesIsLookedForAgain() {
        complete(1);
        var looks = new ArrayList<Integer>();

        String found = whole.look(() -> {
            looks.add(generation.getAndSet(1));
            return "of " + looks.getLast();
        });

        assertThat(looks).containsExactly(0, 1);
        assertThat(found).isEqualTo("of 1");
    }

    @Test
    void aMarkIsNoConnection() {
        var app = TestApps.of("http://localhost", "", setting -> setting);

        assertThat(new Directory(app, directory, whole).connections()).isEmpty();
    }

    private void complete(int number) {
        var marks = new Marks(directory.ofGeneration(number));
        marks.begin(0, 1, "i");
        marks.complete(0, "i");
    }

    private void assertLost(String what) {
        assertThatExceptionOfType(NotWholeException.class)
                .isThrownBy(() -> whole.look(() -> "nothing"))
                .withMessageContaining("The " + what + " isn't whole");
    }
}
