package dev.rollcall.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.Cause;
import dev.rollcall.event.Enterprise;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.User;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.subscribe.ChangeEvent;
import dev.rollcall.schemas.subscribe.Share;
import dev.rollcall.schemas.subscribe.SnapshotEvent;
import dev.rollcall.schemas.topic.TrustedRecords;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhoneBookTest {

    static {
        TrustedRecords.trust();
    }

    private static final Share ALL = new Share(0, 1);

    @TempDir
    private Path directory;

    private final List<String> lines = new ArrayList<>();
    private PhoneBook book;

    @BeforeEach
    void open() {
        book = PhoneBook.open(directory.resolve("book.json"), lines::add);
    }

    @Test
    void mailsNobodyWhoWasThereBefore() throws Exception {
        book.on(new SnapshotEvent.SnapshotBegan(ALL));
        book.on(new SnapshotEvent.UserFound(user("Ada", "Sales", true)));
        book.on(new SnapshotEvent.SnapshotEnded(ALL));
        book.flush();

        assertThat(book.pages().entries()).containsOnlyKeys("Ada");
        assertThat(lines).containsExactly("1 people in the phone book, after share 1 of 1");
    }

    @Test
    void mailsWhoJoinsMovesAndLeaves() throws Exception {
        var joined = user("Ada", "Sales", true);
        var moved = user("Ada", "Research", true);
        var left = user("Ada", "Research", false);
        book.on(new ChangeEvent.UserCreated(joined, change(1)));
        book.on(new ChangeEvent.UserChanged(joined, moved, change(2)));
        book.on(new ChangeEvent.UserChanged(moved, left, change(3, EventUris.DEACTIVATE)));
        book.on(new ChangeEvent.UserDeleted(left, change(4)));
        book.flush();

        assertThat(lines)
                .containsExactly(
                        "mail r1-0 to : Ada: Welcome!",
                        "mail r2-0 to : Ada: Good luck in Research!",
                        "mail r3-0 to : Ada: Farewell!");
        assertThat(book.pages().entries()).isEmpty();
    }

    @Test
    void knowsAfterARestartWhatItHas() throws Exception {
        book.on(new ChangeEvent.UserCreated(user("Ada", "Sales", true), change(7)));
        book.flush();

        open();

        assertThat(book.sequenceOf("c")).hasValue(7);
        assertThat(book.sequenceOf("d")).isEmpty();
        assertThat(book.pages().entries().get("Ada").department()).isEqualTo("Sales");
        book.flush();
        assertThat(lines).hasSize(1);
    }

    @Test
    void forgetsWhomASnapshotNoLongerHas() throws Exception {
        book.on(new ChangeEvent.UserCreated(user("Ada", "Sales", true), change(1)));
        book.on(new SnapshotEvent.SnapshotBegan(ALL));
        book.on(new SnapshotEvent.UserFound(user("Bob", "Sales", true)));
        book.on(new SnapshotEvent.SnapshotEnded(ALL));

        assertThat(book.pages().entries()).containsOnlyKeys("Bob");
        assertThat(book.sequenceOf("c")).isEmpty();
    }

    private static UserState user(String id, String department, boolean active) {
        User attributes = User.newBuilder()
                .setUserName(id)
                .setActive(active)
                .setEnterprise(Enterprise.newBuilder().setDepartment(department).build())
                .build();
        return new UserState("c", id, 1L, 1L, Instant.EPOCH, Instant.EPOCH, attributes);
    }

    private static IdentityChange change(long sequence, String... also) {
        return IdentityChange.newBuilder()
                .setId("r" + sequence + "-0")
                .setConnection("c")
                .setSequence(sequence)
                .setTime(Instant.EPOCH)
                .setKind(EventUris.PUT)
                .setAlsoKinds(List.of(also))
                .setResourceType(ResourceType.USER)
                .setResource("Ada")
                .setVersion(1)
                .setTxn("r" + sequence)
                .setCause(Cause.REQUEST)
                .build();
    }
}
