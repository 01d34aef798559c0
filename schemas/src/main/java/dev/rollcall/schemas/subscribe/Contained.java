package dev.rollcall.schemas.subscribe;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.topic.Keys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which of the changes after a snapshot it has already. A snapshot that is read while others write is no clean cut: of one
 * transaction it may have a user and not a membership. So it is asked by resource, and by member.
 */
final class Contained {

    private final Map<String, Long> newest = new HashMap<>();

    /** @param key of a user, a group or a membership that the snapshot has, or has the tombstone of */
    void add(String key, long sequence) {
        newest.merge(key, sequence, Math::max);
    }

    /** What of the change is yet to be told. */
    Optional<ChangeEvent> rest(ChangeEvent event) {
        if (newest.isEmpty()) {
            return Optional.of(event);
        }
        IdentityChange change = event.change();
        return switch (event) {
            case ChangeEvent.OtherChange _ -> Optional.of(event);
            case ChangeEvent _
            when has(Keys.resource(change.getConnection(), change.getResource()), change) ->
                // a snapshot reads memberships after groups, so it has the members of a group's change, too
                Optional.empty();
            case ChangeEvent.UserCreated _,
                    ChangeEvent.UserChanged _,
                    ChangeEvent.UserDeleted _,
                    ChangeEvent.GroupDeleted _ -> Optional.of(event);
            case ChangeEvent.GroupCreated created ->
                Optional.of(
                        new ChangeEvent.GroupCreated(created.group(), rest(change, created.membersAdded()), change));
            case ChangeEvent.GroupChanged changed ->
                Optional.of(new ChangeEvent.GroupChanged(
                        changed.before(),
                        changed.group(),
                        rest(change, changed.membersAdded()),
                        rest(change, changed.membersRemoved()),
                        change));
        };
    }

    private List<String> rest(IdentityChange change, List<String> users) {
        return users.stream()
                .filter(user -> !has(Keys.membership(change.getConnection(), change.getResource(), user), change))
                .toList();
    }

    private boolean has(String key, IdentityChange change) {
        return newest.getOrDefault(key, 0L) >= change.getSequence();
    }
}
