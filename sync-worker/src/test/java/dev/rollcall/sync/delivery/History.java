package dev.rollcall.sync.delivery;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.UserState;
import dev.rollcall.sync.Changes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Random changes as a directory causes them: who or what is deleted has left its groups, or lost its members, before. No
 * userName comes again, for an account that stays keeps it.
 */
final class History {

    private final Random random;
    private final Changes feed = new Changes("c1");
    private final TestDirectory directory;
    private final List<IdentityChange> changes = new ArrayList<>();
    private final Map<String, Integer> lives = new TreeMap<>();

    private History(Random random, TestDirectory directory) {
        this.random = random;
        this.directory = directory;
    }

    static List<IdentityChange> of(Random random, int count, TestDirectory directory) {
        var history = new History(random, directory);
        while (history.changes.size() < count) {
            history.step();
        }
        return List.copyOf(history.changes);
    }

    private void step() {
        TestDirectory.State now = directory.last();
        String user = current("u" + random.nextInt(6));
        String group = current("g" + random.nextInt(3));
        UserState old = now.users().get(user);
        GroupState is = now.groups().get(group);
        Set<String> members = now.members().getOrDefault(group, Set.of());
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> add(feed.user(user, user + "-" + random.nextInt(3), random.nextInt(3) > 0));
            case 3, 4, 5, 6 -> {
                List<String> one = old == null ? List.of() : List.of(user);
                boolean isMember = members.contains(user);
                add(feed.group(
                        group,
                        is == null ? group : is.getAttributes().getDisplayName(),
                        isMember ? List.of() : one,
                        isMember ? one : List.of()));
            }
            case 7 -> add(feed.group(group, group + (random.nextBoolean() ? "" : "-x"), List.of(), List.of()));
            case 8 -> {
                if (old != null) {
                    now.members().forEach((id, of) -> {
                        if (of.contains(user)) {
                            add(feed.group(id, name(id), List.of(), List.of(user)));
                        }
                    });
                    add(feed.deleteUser(user));
                    lives.merge(user.substring(0, 2), 1, Integer::sum);
                }
            }
            default -> {
                if (is != null) {
                    if (!members.isEmpty()) {
                        add(feed.group(group, name(group), List.of(), List.copyOf(new TreeSet<>(members))));
                    }
                    add(feed.deleteGroup(group));
                    lives.merge(group.substring(0, 2), 1, Integer::sum);
                }
            }
        }
    }

    private String name(String group) {
        return directory.last().groups().get(group).getAttributes().getDisplayName();
    }

    private void add(IdentityChange change) {
        changes.add(change);
        directory.add(change);
    }

    private String current(String slot) {
        return slot + "." + lives.getOrDefault(slot, 0);
    }
}
