package dev.rollcall.example;

import dev.rollcall.event.UserState;
import dev.rollcall.schemas.subscribe.ChangeEvent;
import dev.rollcall.schemas.subscribe.IdentityEvent;
import dev.rollcall.schemas.subscribe.IdentityListener;
import dev.rollcall.schemas.subscribe.SnapshotEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalLong;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Follows the users. What it holds, how far it is, and the mails to send are written in one move of one file, so that a
 * kill at any moment leaves all three as they belong together.
 */
final class PhoneBook implements IdentityListener {

    private final Path file;
    private final Consumer<String> out;
    private final Pages pages;

    private PhoneBook(Path file, Consumer<String> out, Pages pages) {
        this.file = file;
        this.out = out;
        this.pages = pages;
    }

    /** @param out is told what happens, a line each */
    static PhoneBook open(Path file, Consumer<String> out) {
        Pages pages = Files.exists(file) ? JsonMapper.shared().readValue(file, Pages.class) : Pages.empty();
        return new PhoneBook(file, out, pages);
    }

    /** The newest change of the connection that the file has. */
    OptionalLong sequenceOf(String connection) {
        Long sequence = pages.sequences().get(connection);
        return sequence == null ? OptionalLong.empty() : OptionalLong.of(sequence);
    }

    Pages pages() {
        return pages;
    }

    @Override
    public void on(IdentityEvent event) {
        switch (event) {
            case SnapshotEvent snapshot -> on(snapshot);
            case ChangeEvent change -> {
                on(change);
                Mail.of(change).ifPresent(pages.outbox()::add);
                pages.sequences().put(change.connection(), change.sequence());
            }
        }
    }

    private void on(SnapshotEvent event) {
        switch (event) {
            case SnapshotEvent.SnapshotBegan(var share) -> pages.forget(share);
            case SnapshotEvent.UserFound(var user) -> put(user);
            case SnapshotEvent.UserGone gone -> pages.entries().remove(gone.user());
            case SnapshotEvent.SnapshotEnded(var share) ->
                out.accept("%d people in the phone book, after share %d of %d"
                        .formatted(pages.entries().size(), share.partition() + 1, share.partitions()));
            case SnapshotEvent.GroupFound _,
                    SnapshotEvent.GroupGone _,
                    SnapshotEvent.MemberFound _,
                    SnapshotEvent.MemberGone _ -> {}
        }
    }

    private void on(ChangeEvent event) {
        switch (event) {
            case ChangeEvent.UserCreated created -> put(created.user());
            case ChangeEvent.UserChanged changed -> put(changed.user());
            case ChangeEvent.UserDeleted deleted ->
                pages.entries().remove(deleted.user().getId());
            case ChangeEvent.GroupCreated _,
                    ChangeEvent.GroupChanged _,
                    ChangeEvent.GroupDeleted _,
                    ChangeEvent.OtherChange _ -> {}
        }
    }

    private void put(UserState user) {
        pages.entries().put(user.getId(), Entry.of(user));
    }

    /** Writes the book, and only then sends: a mail that is sent when the process is killed is sent again. */
    @Override
    public void flush() throws IOException {
        write();
        if (!pages.outbox().isEmpty()) {
            pages.outbox()
                    .forEach(mail -> out.accept("mail %s to %s: %s".formatted(mail.id(), mail.to(), mail.text())));
            pages.outbox().clear();
            write();
        }
    }

    private void write() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path next = file.resolveSibling(file.getFileName() + ".next");
        JsonMapper.shared().writeValue(next, pages);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
