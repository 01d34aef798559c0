package dev.rollcall.sync.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.Filters;
import dev.rollcall.embedded.Backend;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.Headcount;
import dev.rollcall.event.HoldDecision;
import dev.rollcall.event.HoldOutcome;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.MassChangeSetting;
import dev.rollcall.event.Operation;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.Setting;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.Headcounts;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.sync.Orders;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who leaves is counted with the changes, and too many of them are marked as held. */
class HoldingIT {

    /** The process is gone: nothing after this line happens, nothing is closed or aborted. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static final Backend backend = Backends.shared();

    private final LoopFixture fixture = new LoopFixture(backend);
    private final DirectoryCollections directory = fixture.directory("d");

    @BeforeEach
    void ruleOfFourAndAFifth() {
        put(
                Settings.connectionKey(fixture.connection),
                setting -> setting.setConnection(ConnectionSetting.newBuilder()
                        .setName("C")
                        .setMassChange(
                                MassChangeSetting.newBuilder().setMinimum(4).build())
                        .build()));
        fixture.send(IntStream.range(0, 10)
                .mapToObj(i -> fixture.createUser("u" + i))
                .toArray(ProvisioningRequest[]::new));
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void marksTheChangeThatIsTooManyAndAllAfterIt() {
        leave(0, 3);
        fixture.worker(directory).drain();
        assertThat(holds()).containsOnlyNulls();

        leave(3, 4);
        fixture.send(fixture.createUser("u10"));
        fixture.worker(directory).drain();

        assertThat(holds().subList(13, 15)).containsExactly(14L, 14L);
        assertThat(count().getHold()).satisfies(hold -> {
            assertThat(hold.getLeft()).isEqualTo(4);
            assertThat(hold.getUsers()).isEqualTo(10);
            assertThat(hold.getChanges()).isEqualTo(2);
            assertThat(hold.getDepartures()).isEqualTo(1);
        });
    }

    @Test
    void goesOnCountingAndHoldingAfterARestartAlsoWhereMongoDbIsLost() {
        leave(0, 3);
        fixture.worker(directory).drain();
        DirectoryCollections anew = fixture.directory("anew");
        leave(3, 4);
        fixture.worker(anew).drain();
        assertThat(holds().getLast()).as("three were counted before").isEqualTo(14L);

        DirectoryCollections third = fixture.directory("third");
        fixture.send(fixture.createUser("u10"));
        fixture.worker(third).drain();

        assertThat(holds().getLast()).isEqualTo(14L);
        assertThat(new Headcounts(third)
                        .of(List.of(fixture.connection))
                        .get(fixture.connection)
                        .getHold()
                        .getChanges())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void goesOnCountingWhereTheWorkerDiedBeforeOrAfterACheckpoint(boolean isRested) {
        leave(0, 3);
        var first = fixture.worker(directory);
        first.drain();
        if (isRested) {
            first.rest();
        }
        leave(3, 4);
        fixture.worker(directory).drain();

        assertThat(holds().getLast()).as("three were counted before").isEqualTo(14L);
        assertThat(count().getActiveUsers()).isEqualTo(6);
    }

    @Test
    void tellsOfAHoldAtOnceAndOfCountsWithTheNextCheckpoint() {
        fixture.checkpointInterval = Duration.ofHours(1);
        var worker = fixture.worker(directory);
        worker.drain();
        worker.rest();
        leave(0, 3);
        worker.drain();
        assertThat(count().getActiveUsers()).isEqualTo(10);

        leave(3, 4);
        worker.drain();

        assertThat(count().getHold()).isNotNull();
        assertThat(count().getActiveUsers()).isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void holdsTheSameChangesWhicheverStepTheWorkerIsKilledAfter(Step step) {
        leave(0, 3);
        fixture.worker(directory).drain();
        leave(3, 6);
        var killed = new AtomicBoolean();
        var first = fixture.new Worker(directory, reached -> {
            if (reached == step && killed.compareAndSet(false, true)) {
                throw new Killed();
            }
        });
        assertThatThrownBy(first::drain).isInstanceOf(Killed.class);

        fixture.worker(directory).drain();

        assertThat(holds()).hasSize(16).endsWith(null, 14L, 14L, 14L);
        assertThat(count().getHold().getDepartures()).isEqualTo(3);
        assertThat(count().getActiveUsers()).isEqualTo(4);
    }

    @Test
    void countsTheUsersOfADirectoryThatWasNeverCounted() {
        var first = fixture.worker(directory);
        first.drain();
        first.rest();
        directory.headcounts().deleteOne(Filters.eq("_id", fixture.connection));

        leave(0, 1);
        var second = fixture.worker(directory);
        second.drain();
        second.rest();

        assertThat(count().getActiveUsers()).isEqualTo(9);
    }

    @Test
    void countsAnewOnceAnOperatorHasDecided() {
        leave(0, 4);
        var worker = fixture.worker(directory);
        worker.drain();
        assertThat(holds().getLast()).isEqualTo(14L);
        put(
                Settings.holdKey(Keys.hold(fixture.connection, 14)),
                setting -> setting.setHold(new HoldDecision(
                        fixture.connection, count().getHold(), HoldOutcome.RELEASED, "admin-token", null)));

        leave(4, 7);
        worker.drain();
        assertThat(holds().subList(14, 17)).containsOnlyNulls();
        leave(7, 8);
        worker.drain();
        assertThat(holds().getLast()).isEqualTo(18L);
    }

    @Test
    void aFullResyncThatChangesNothingHoldsNothing() {
        leave(0, 3);
        var worker = fixture.worker(directory);
        worker.drain();
        worker.rest();
        Headcount before = count();
        leave(0, 3);
        fixture.send(IntStream.range(3, 10).mapToObj(i -> replace(i, "true")).toArray(ProvisioningRequest[]::new));
        worker.drain();
        worker.rest();

        assertThat(holds()).hasSize(13).containsOnlyNulls();
        assertThat(count()).isEqualTo(before);
    }

    private void leave(int from, int to) {
        fixture.send(
                IntStream.range(from, to).mapToObj(i -> replace(i, "false")).toArray(ProvisioningRequest[]::new));
    }

    private ProvisioningRequest replace(int user, String active) {
        return fixture.request(Operation.REPLACE, ResourceType.USER, "u" + user, Bodies.user("u" + user, active));
    }

    private List<Long> holds() {
        return fixture.log.changes().stream().map(IdentityChange::getHold).toList();
    }

    private Headcount count() {
        return new Headcounts(directory).of(List.of(fixture.connection)).get(fixture.connection);
    }

    private void put(String key, UnaryOperator<Setting.Builder> value) {
        fixture.settings.apply(key, Orders.setting(key, value));
    }
}
