package dev.rollcall.schemas.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.topic.Keys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A store that follows one connection, and notices what comes twice or not at all. */
final class Replica implements IdentityListener {

    final Map<String, UserState> users = new ConcurrentHashMap<>();
    final Map<String, GroupState> groups = new ConcurrentHashMap<>();
    final Set<String> members = ConcurrentHashMap.newKeySet();
    final List<Long> told = Collections.synchronizedList(new ArrayList<>());
    final List<Trouble> troubles = Collections.synchronizedList(new ArrayList<>());
    final Set<Integer> ready = ConcurrentHashMap.newKeySet();
    volatile int snapshots;

    private final String connection;
    private volatile long sequence;
    private volatile boolean goesOn;

    Replica(String connection) {
        this.connection = connection;
    }

    /** Whatever the trouble. */
    void goOn() {
        goesOn = true;
    }

    OptionalLong sequenceOf(String of) {
        return of.equals(connection) && sequence > 0 ? OptionalLong.of(sequence) : OptionalLong.empty();
    }

    @Override
    public synchronized void on(IdentityEvent event) throws Exception {
        switch (event) {
            case SnapshotEvent snapshot -> on(snapshot);
            case ChangeEvent change
            when change.connection().equals(connection) -> {
                told.add(change.sequence());
                on(change);
                sequence = change.sequence();
            }
            case ChangeEvent _ -> {}
        }
    }

    private void on(SnapshotEvent event) {
        switch (event) {
            case SnapshotEvent.SnapshotBegan(Share share)
            when share.holds(connection) -> {
                users.clear();
                groups.clear();
                members.clear();
            }
            case SnapshotEvent.SnapshotBegan _ -> {}
            case SnapshotEvent.UserFound(UserState user)
            when user.getConnection().equals(connection) -> users.put(user.getId(), user);
            case SnapshotEvent.UserFound _ -> {}
            case SnapshotEvent.UserGone gone when gone.connection().equals(connection) -> users.remove(gone.user());
            case SnapshotEvent.UserGone _ -> {}
            case SnapshotEvent.GroupFound(GroupState group)
            when group.getConnection().equals(connection) -> groups.put(group.getId(), group);
            case SnapshotEvent.GroupFound _ -> {}
            case SnapshotEvent.GroupGone gone when gone.connection().equals(connection) -> groups.remove(gone.group());
            case SnapshotEvent.GroupGone _ -> {}
            case SnapshotEvent.MemberFound(var member)
            when member.getConnection().equals(connection) ->
                members.add(Keys.resource(member.getGroup(), member.getUser()));
            case SnapshotEvent.MemberFound _ -> {}
            case SnapshotEvent.MemberGone gone
            when gone.connection().equals(connection) -> members.remove(Keys.resource(gone.group(), gone.user()));
            case SnapshotEvent.MemberGone _ -> {}
            case SnapshotEvent.SnapshotEnded(Share share) -> {
                ready.add(share.partition());
                if (share.holds(connection)) {
                    snapshots++;
                }
            }
        }
    }

    private void on(ChangeEvent event) {
        switch (event) {
            case ChangeEvent.UserCreated created ->
                assertThat(users.put(created.user().getId(), created.user())).isNull();
            case ChangeEvent.UserChanged changed ->
                assertThat(users.put(changed.user().getId(), changed.user())).isEqualTo(changed.before());
            case ChangeEvent.UserDeleted deleted ->
                assertThat(users.remove(deleted.user().getId())).isEqualTo(deleted.user());
            case ChangeEvent.GroupCreated created -> {
                assertThat(groups.put(created.group().getId(), created.group())).isNull();
                join(created.group(), created.membersAdded());
            }
            case ChangeEvent.GroupChanged changed -> {
                assertThat(groups.put(changed.group().getId(), changed.group())).isEqualTo(changed.before());
                changed.membersRemoved()
                        .forEach(user -> assertThat(members.remove(
                                        Keys.resource(changed.group().getId(), user)))
                                .isTrue());
                join(changed.group(), changed.membersAdded());
            }
            case ChangeEvent.GroupDeleted deleted ->
                assertThat(groups.remove(deleted.group().getId())).isEqualTo(deleted.group());
            case ChangeEvent.OtherChange _ -> {}
        }
    }

    private void join(GroupState group, List<String> added) {
        added.forEach(user ->
                assertThat(members.add(Keys.resource(group.getId(), user))).isTrue());
    }

    @Override
    public Remedy onTrouble(Trouble trouble) {
        troubles.add(trouble);
        return goesOn ? Remedy.GO_ON : trouble.proposed();
    }
}
