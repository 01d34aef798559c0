package dev.rollcall.sync.drift;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.AppAuthentication;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.delivery.LedgerMark;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.app.AppHttp;
import dev.rollcall.sync.app.Seats;
import dev.rollcall.sync.target.ScimTarget;
import dev.rollcall.sync.target.TestApps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class InspectionIT {

    private static final Duration NONE = Duration.ZERO;

    private final AtomicReference<Runnable> onceStrangersAreLookedUp = new AtomicReference<>(() -> {});
    private final MongoClient client = client();
    private final MongoDatabase database = client.getDatabase("inspection");
    private final DirectoryCollections directory = new DirectoryCollections(database);
    private final ScimTarget target = new ScimTarget();
    private final AppHttp http =
            new AppHttp(TestApps.properties(Duration.ofSeconds(5), DataSize.ofMegabytes(1)), Clock.systemUTC());

    @AfterEach
    void close() {
        database.drop();
        client.close();
        http.close();
        target.close();
    }

    @Test
    void anAccountThatIsLinkedWhileItIsLookedAtIsNoDuplicateOfItself() throws Exception {
        UserState gus = project();
        String remoteId = target.seedUser("gus");
        var isLinked = new AtomicBoolean();
        onceStrangersAreLookedUp.set(() -> {
            if (isLinked.compareAndSet(false, true)) {
                link(gus, remoteId);
            }
        });

        Inspection.Seen seen = inspection().of(theirs(remoteId), false, Instant.now());

        assertThat(isLinked).isTrue();
        assertThat(seen.finding())
                .as("compared with what it should have, for it was seeded with a name only")
                .hasToString("Finding[DIFFERENT, NOT_DELIVERED, USER]");
    }

    @Test
    void aSecondAccountOfOneThatIsLinkedIsADuplicate() throws Exception {
        link(project(), target.seedUser("gus"));
        String second = target.seedUser("gus");

        Inspection.Seen seen = inspection().of(theirs(second), false, Instant.now());

        assertThat(seen.finding()).hasToString("Finding[UNLINKED, DUPLICATE, USER]");
    }

    @Test
    void whatIsNoneOfOursStaysSoWhenItsRemovalWasBegunAndNotMade() throws Exception {
        project();
        String remoteId = target.seedUser("ada");
        Ours stranger = Repairs.stranger("app", ResourceType.USER, remoteId, "c");
        database.getCollection(LedgerEntry.COLLECTION)
                .insertOne(LedgerEntry.none("app", ResourceType.USER, "c", stranger.id())
                        .linked(remoteId, null)
                        .toDocument());

        Inspection.Seen seen = inspection().of(theirs(remoteId), false, Instant.now());

        assertThat(seen.finding())
                .as("it goes only where somebody chooses it")
                .hasToString("Finding[EXTRA, FOREIGN, USER]");
    }

    private static Theirs theirs(String remoteId) {
        return new Theirs(ResourceType.USER, remoteId, "", "gus");
    }

    private Inspection inspection() {
        var app = TestApps.of(
                target.url(), ScimTarget.TOKEN, setting -> setting.setAuthentication(AppAuthentication.BEARER));
        var properties = new DriftProperties(100, 1, NONE, NONE, NONE, NONE, NONE, 1_000, Duration.ofDays(1), 10);
        return new Inspection(
                "run", Scene.of(app, http, new Seats(new Settings()), directory, new Erasures(), properties));
    }

    private UserState project() {
        var marks = new Marks(directory);
        marks.begin(0, 1, "i");
        marks.complete(0, "i");
        var ledger = new LedgerMark(database);
        ledger.begin("i");
        ledger.complete("i");
        directory
                .sequences()
                .insertOne(new Document(DirectoryDocuments.ID, "c").append(DirectoryDocuments.SEQUENCE, 1L));
        UserState gus = (UserState) new Changes("c").user("u7", "gus").getAfter();
        directory.users().insertOne(DirectoryDocuments.of(new StateWrite.OfUser(gus), Instant.now()));
        return gus;
    }

    private void link(UserState user, String remoteId) {
        LedgerEntry entry = LedgerEntry.none("app", ResourceType.USER, user.getConnection(), user.getId())
                .linked(remoteId, null);
        database.getCollection(LedgerEntry.COLLECTION).insertOne(entry.toDocument());
    }

    /** Tells when the ledger has answered whom resources of the app stand for. */
    private MongoClient client() {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(Backends.shared().mongodbUri()))
                .addCommandListener(new CommandListener() {

                    private volatile int lookUp;

                    @Override
                    public void commandStarted(CommandStartedEvent event) {
                        if (event.getCommandName().equals("find")
                                && event.getCommand().toString().contains(LedgerEntry.REMOTE_ID)) {
                            lookUp = event.getRequestId();
                        }
                    }

                    @Override
                    public void commandSucceeded(CommandSucceededEvent event) {
                        if (event.getRequestId() == lookUp) {
                            onceStrangersAreLookedUp.get().run();
                        }
                    }
                })
                .build());
    }
}
