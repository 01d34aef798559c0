package dev.rollcall.sync.gap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.ErasureStep;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.HoldOutcome;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.Setting;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.DirectoryLostException;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.Orders;
import dev.rollcall.sync.delivery.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;

/** What an app is told instead of changes that aren't there any more. */
class MissedIT {

    private static final String APP = "app";

    private final String connection = "c-" + UUID.randomUUID();
    private final Changes changes = new Changes(connection);
    private final MongoClient client = MongoClients.create(Backends.shared().mongodbUri());
    private final MongoTemplate mongo =
            new MongoTemplate(client, "gap" + UUID.randomUUID().toString().substring(0, 8));
    private final DirectoryCollections directory = new DirectoryCollections(mongo.getDb());
    private final Ledger ledger = new Ledger(mongo);
    private final Settings settings = new Settings();
    private final Erasures erasures = new Erasures();

    @BeforeEach
    void markWhole() {
        var marks = new Marks(directory);
        marks.begin(0, 1, "test");
        marks.complete(0, "test");
    }

    @AfterEach
    void close() {
        mongo.getDb().drop();
        client.close();
    }

    @Test
    void whoIsThereAndWhoWentSinceTheAppHeardOfThem() {
        UserState same = project(changes.user("same", "ada"));
        project(changes.user("changed", "bob"));
        knows("changed", 2);
        UserState changed = project(changes.user("changed", "bob2"));
        knows("same", same.getSequence());
        UserState made = project(changes.user("new", "cy"));
        knows("gone", 1);
        remove("gone", 9);

        assertThat(missed())
                .extracting(IdentityChange::getResource, IdentityChange::getSequence)
                .containsExactlyInAnyOrder(
                        tuple("gone", 9L), tuple("changed", changed.getSequence()), tuple("new", made.getSequence()));
    }

    @Test
    void nobodyIsToldTwiceThatSomebodyIsGone() {
        ledger.write(List.of(entry("heard", 5, DeliveryOutcome.DELIVERED, 1).gone()));
        // of a version that didn't note who is gone
        knows("settled", 9);
        remove("settled", 9);

        assertThat(missed()).isEmpty();
    }

    @Test
    void whoseDeparturesWereDiscardedAreLeftToTheApp() {
        ledger.write(List.of(entry("discarded", 5, DeliveryOutcome.FAILED, 0)));

        assertThat(missed()).isEmpty();
    }

    @Test
    void whoLeftSinceAnOperatorDiscardedAHoldIsLeftToTheApp() {
        project(changes.user("before", "eve", false));
        knows("deactivated", 1);
        knows("deleted", 1);
        knows("forgotten", 1);
        discard(2);
        project(changes.user("deactivated", "ada", false));
        project(changes.user("renamed", "bob"));
        remove("deleted", 9);

        assertThat(missed()).extracting(IdentityChange::getResource).containsExactlyInAnyOrder("before", "renamed");
    }

    @Test
    void whoIsErasedGoesWhateverWasDiscarded() {
        knows("deactivated", 1);
        knows("forgotten", 1);
        ledger.write(List.of(
                entry("left", 5, DeliveryOutcome.FAILED, 0),
                entry("deleted", 7, DeliveryOutcome.FAILED, 0),
                entry("told", 5, DeliveryOutcome.DELIVERED, 1).gone()));
        discard(2);
        remove("deactivated", 9);
        remove("left", 9);
        remove("deleted", 7);
        List.of("deactivated", "forgotten", "left", "deleted", "told").forEach(this::erase);

        assertThat(missed())
                .extracting(IdentityChange::getResource, IdentityChange::getSequence, IdentityChange::getAfter)
                .containsExactlyInAnyOrder(
                        tuple("deactivated", 9L, null),
                        tuple("forgotten", 2L, null),
                        tuple("left", 9L, null),
                        tuple("deleted", 7L, null));
    }

    @Test
    void whoWentBySomethingThatIsYetToComeIsToldByThat() {
        knows("late", 1);
        remove("late", 7);
        var remaining = new Remaining();
        remaining.add(at(6, changes.user("other", "eve")));
        cameTo(7);

        assertThat(missed(remaining, 5)).extracting(IdentityChange::getResource).doesNotContain("late");
    }

    @Test
    void aGroupThatChangesMeanwhileIsToldAsOfBeforeThat() {
        projectGroup("before", 3);
        projectGroup("meanwhile", 9);
        var remaining = new Remaining();
        remaining.add(at(6, changes.user("other", "eve")));
        changes.group("before", "Crew", List.of(), List.of());
        remaining.add(at(7, changes.group("before", "Staff", List.of(), List.of())));
        cameTo(9);

        assertThat(missed(remaining, 5))
                .extracting(IdentityChange::getResource, IdentityChange::getSequence)
                .containsExactlyInAnyOrder(tuple("before", 6L), tuple("meanwhile", 7L));
        assertThat(missed(new Remaining(), 5))
                .as("where no change of the connection is there still")
                .extracting(IdentityChange::getResource, IdentityChange::getSequence)
                .containsExactlyInAnyOrder(tuple("before", 3L), tuple("meanwhile", 5L));
    }

    @Test
    void nothingIsToldOfADirectoryThatIsntWhole() {
        knows("u", 1);
        directory.users().drop();

        assertThatThrownBy(this::missed).isInstanceOf(DirectoryLostException.class);

        mongo.getDb().drop();

        assertThatThrownBy(() -> new Missed(directory, ledger, settings, erasures).requireWhole())
                .hasMessageContaining("isn't whole");
    }

    private void discard(long first) {
        Setting decision = Orders.decision(connection, Orders.hold(first), HoldOutcome.DISCARDED);
        settings.apply(decision.getId(), decision);
    }

    private void erase(String user) {
        erasures.apply(Keys.resource(connection, user), Orders.erasure(connection, user, ErasureStep.REQUESTED));
    }

    private static IdentityChange at(long sequence, IdentityChange change) {
        return IdentityChange.newBuilder(change).setSequence(sequence).build();
    }

    private void cameTo(long sequence) {
        directory
                .sequences()
                .insertOne(
                        new Document(DirectoryDocuments.ID, connection).append(DirectoryDocuments.SEQUENCE, sequence));
    }

    private List<IdentityChange> missed() {
        return missed(new Remaining(), Long.MAX_VALUE);
    }

    private List<IdentityChange> missed(Remaining remaining, long before) {
        var told = new ArrayList<IdentityChange>();
        new Missed(directory, ledger, settings, erasures).each(APP, connection, before, remaining, told::add);
        return told;
    }

    private void knows(String user, long sequence) {
        ledger.write(List.of(entry(user, sequence, DeliveryOutcome.DELIVERED, 1)));
    }

    private LedgerEntry entry(String user, long sequence, DeliveryOutcome outcome, int attempts) {
        return LedgerEntry.none(APP, ResourceType.USER, connection, user)
                .settled(sequence, outcome, attempts, 204, Instant.EPOCH);
    }

    private UserState project(IdentityChange change) {
        var user = (UserState) change.getAfter();
        write(directory.users(), new StateWrite.OfUser(user));
        return user;
    }

    private void projectGroup(String id, long sequence) {
        var group = (GroupState)
                new Changes(connection).group(id, id, List.of(), List.of()).getAfter();
        write(
                directory.groups(),
                new StateWrite.OfGroup(
                        GroupState.newBuilder(group).setSequence(sequence).build()));
    }

    private void remove(String user, long sequence) {
        write(
                directory.users(),
                new StateWrite.Removed(StateWrite.Kind.USER, Keys.resource(connection, user), sequence));
    }

    private static void write(MongoCollection<Document> collection, StateWrite write) {
        collection.replaceOne(
                Filters.eq(DirectoryDocuments.ID, write.key()),
                DirectoryDocuments.of(write, Instant.now()),
                new ReplaceOptions().upsert(true));
    }
}
