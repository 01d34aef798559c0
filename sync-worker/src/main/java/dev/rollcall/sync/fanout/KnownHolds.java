package dev.rollcall.sync.fanout;

import dev.rollcall.event.Headcount;
import dev.rollcall.event.Hold;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.Headcounts;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.schemas.directory.Part;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.sync.delivery.HeldException;
import java.util.List;
import java.util.Optional;

/** The mass-change holds that connections are in and that no operator has decided about, as this worker knows it. */
final class KnownHolds {

    private final Headcounts headcounts;
    private final Marks marks;
    private final Settings settings;

    KnownHolds(DirectoryCollections collections, Settings settings) {
        this.headcounts = new Headcounts(collections);
        this.marks = new Marks(collections);
        this.settings = settings;
    }

    /** The first change of the hold that the connection is in, if it is in one. */
    Optional<Long> first(String connection) {
        return Optional.ofNullable(headcounts.of(List.of(connection)).get(connection))
                .map(Headcount::getHold)
                .map(Hold::getFirst)
                .filter(first -> !isDecided(connection, first));
    }

    boolean isDecided(String connection, long first) {
        return settings.hold(Keys.hold(connection, first)).isPresent();
    }

    /**
     * To be called after the directory was read, for a hold is there before what is held.
     *
     * @throws HeldException where what was read may be held
     * @throws dev.rollcall.schemas.directory.DirectoryLostException where nobody knows, for the headcounts were lost
     */
    void require(String connection) {
        first(connection).ifPresent(first -> {
            throw new HeldException(connection, first);
        });
        marks.require(connection, Part.HEADCOUNTS);
    }
}
