package dev.rollcall.example;

import dev.rollcall.schemas.subscribe.ChangeEvent;
import java.util.Optional;

/**
 * A mail to who joined, moved or left.
 *
 * @param id of the change, as the Message-ID: a mail server that gets it twice delivers it once
 */
record Mail(String id, String to, String text) {

    /** The mail that a change leads to, if any. */
    static Optional<Mail> of(ChangeEvent event) {
        return switch (event) {
            case ChangeEvent.UserCreated(var user, var change) -> mail(change.getId(), Entry.of(user), "Welcome!");
            case ChangeEvent.UserChanged changed
            when changed.isDeactivation() -> mail(changed.change().getId(), Entry.of(changed.user()), "Farewell!");
            case ChangeEvent.UserChanged changed
            when changed.isActivation() -> mail(changed.change().getId(), Entry.of(changed.user()), "Welcome back!");
            case ChangeEvent.UserChanged(var before, var user, var change)
            when !Entry.of(before).department().equals(Entry.of(user).department()) ->
                mail(
                        change.getId(),
                        Entry.of(user),
                        "Good luck in " + Entry.of(user).department() + "!");
            case ChangeEvent.UserChanged _,
                    ChangeEvent.UserDeleted _,
                    ChangeEvent.GroupCreated _,
                    ChangeEvent.GroupChanged _,
                    ChangeEvent.GroupDeleted _,
                    ChangeEvent.OtherChange _ -> Optional.empty();
        };
    }

    private static Optional<Mail> mail(String id, Entry to, String text) {
        return Optional.of(new Mail(id, to.mail(), to.name() + ": " + text));
    }
}
