package dev.rollcall.sync.drift;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ReconciliationRepair;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.drift.DriftRun.Repair;
import dev.rollcall.schemas.drift.Finding;
import dev.rollcall.schemas.drift.FindingKind;
import dev.rollcall.schemas.drift.FindingState;
import dev.rollcall.schemas.drift.RepairState;
import dev.rollcall.sync.fanout.FeedProgress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One repair of a run: users, then groups with their members, then each finding is looked at once more. */
final class Mending {

    private static final int CHUNK = 100;

    private final Scene scene;
    private final Whereabouts whereabouts;
    private final Losses losses;
    private final Runs runs;
    private final Repairs repairs;
    private final FeedProgress feed;
    private final DriftProperties properties;
    private final RunRecord record;
    private final ReconciliationRepair wish;
    private final Clock clock;
    private long sent;

    Mending(
            Scene scene,
            Whereabouts whereabouts,
            Runs runs,
            Repairs repairs,
            FeedProgress feed,
            DriftProperties properties,
            RunRecord record,
            ReconciliationRepair wish,
            Clock clock) {
        this.scene = scene;
        this.whereabouts = whereabouts;
        this.losses = new Losses(record.run(), scene, whereabouts, repairs, clock);
        this.runs = runs;
        this.repairs = repairs;
        this.feed = feed;
        this.properties = properties;
        this.record = record;
        this.wish = wish;
        this.clock = clock;
    }

    void run() throws TargetFault, InterruptedException {
        String run = record.run().id();
        if (attempts() > 1) {
            // what goes by that may look as if it was still to go, and would be asked for once more
            await();
        }
        List<Finding> wanted = runs.wanted(run, wish.getKinds(), wish.getFindings());
        note(RepairState.DELIVERING, wanted.size(), 0, 0);
        runs.write(wanted.stream()
                .map(finding -> finding.in(FindingState.REPAIRING, null))
                .toList());
        Map<Boolean, List<Finding>> byType =
                wanted.stream().collect(Collectors.partitioningBy(finding -> finding.type() == ResourceType.GROUP));
        boolean isDelivered = deliverUsers(byType.getOrDefault(false, List.of()), wanted.size());
        Set<Ours> groups = groups(byType.getOrDefault(true, List.of()), byType.getOrDefault(false, List.of()));
        isDelivered &= deliverGroups(groups, byType.getOrDefault(true, List.of()), wanted.size());
        note(RepairState.CHECKING, wanted.size(), 0, 0);
        var all = new LinkedHashSet<>(wanted);
        // what became of those on the way is told, too
        runs.ofGroups(run, groups.stream().map(Ours::id).toList()).stream()
                .filter(finding -> all.stream().noneMatch(one -> one.id().equals(finding.id())))
                .filter(finding -> finding.state() != FindingState.REPAIRED
                        && finding.cause().isOurs())
                .forEach(all::add);
        check(List.copyOf(all), wanted.size(), isDelivered);
    }

    private boolean deliverUsers(List<Finding> users, int wanted) throws TargetFault, InterruptedException {
        for (int at = 0; at < users.size(); at += CHUNK) {
            List<Finding> some = users.subList(at, Math.min(users.size(), at + CHUNK));
            Map<Ours, Facts> facts = facts(some);
            var changes = new ArrayList<IdentityChange>();
            for (Finding finding : some) {
                if (Losses.isOfStranger(finding)) {
                    losses.ofStranger(finding).ifPresent(changes::add);
                } else {
                    Facts known = Objects.requireNonNull(facts.get(ours(finding)));
                    if (known.isWanted()) {
                        changes.add(Repairs.change(known));
                    } else if (finding.kind() == FindingKind.EXTRA) {
                        changes.add(losses.ofOurs(known, finding));
                    }
                }
            }
            publish(changes, wanted);
        }
        return users.isEmpty() || await();
    }

    /** The groups that were found to differ, and those of users whose accounts are made anew. */
    private Set<Ours> groups(List<Finding> ofGroups, List<Finding> ofUsers) {
        var groups = new LinkedHashSet<Ours>();
        ofGroups.stream()
                .filter(finding -> !Losses.isOfStranger(finding))
                .map(Mending::ours)
                .forEach(groups::add);
        ofUsers.stream()
                .filter(finding -> finding.kind() == FindingKind.MISSING || finding.kind() == FindingKind.UNLINKED)
                .filter(finding -> finding.resource() != null)
                .map(Mending::ours)
                .forEach(user -> scene.directory()
                        .groups(user)
                        .forEach(group -> groups.add(new Ours(ResourceType.GROUP, user.connection(), group))));
        return groups;
    }

    private boolean deliverGroups(Set<Ours> groups, List<Finding> found, int wanted)
            throws TargetFault, InterruptedException {
        var changes = new ArrayList<IdentityChange>();
        for (Finding finding : found) {
            if (Losses.isOfStranger(finding)) {
                losses.ofStranger(finding).ifPresent(changes::add);
            }
        }
        Map<Ours, Finding> extra = found.stream()
                .filter(finding -> finding.kind() == FindingKind.EXTRA && finding.resource() != null)
                .collect(Collectors.toMap(Mending::ours, finding -> finding, (one, _) -> one));
        for (Facts group : scene.facts().of(groups).values()) {
            if (group.isWanted()) {
                IdentityChange change = change(group, found);
                if (change != null) {
                    changes.add(change);
                }
            } else if (extra.get(group.ours()) instanceof Finding finding) {
                changes.add(losses.ofOurs(group, finding));
            }
        }
        publish(changes, wanted);
        return changes.isEmpty() || await();
    }

    /** Null where the group is only looked at for its users, and has them all. */
    private @Nullable IdentityChange change(Facts group, List<Finding> found) throws TargetFault, InterruptedException {
        boolean isFound = found.stream().anyMatch(finding -> group.ours().id().equals(finding.resource()));
        Map<String, String> expected = scene.members().expected(group.ours());
        var actual = group.remoteId().isPresent()
                ? scene.target().get(ResourceType.GROUP, group.remoteId().get())
                : Optional.<Target.Shown>empty();
        if (actual.isEmpty()) {
            return isFound ? Repairs.change(group, expected.values(), List.of()) : null;
        }
        MemberDifference members = actual.get().isWhole()
                ? scene.members().difference(group.ours(), actual.get().resource())
                : MemberDifference.NONE;
        if (!isFound && members.missing().isEmpty()) {
            return null;
        }
        List<String> removed = scene.facts().counterparts(ResourceType.USER, members.extra()).values().stream()
                .filter(entry -> entry.connection().equals(group.ours().connection()))
                .map(LedgerEntry::resource)
                .toList();
        return Repairs.change(
                group,
                members.missing().stream()
                        .map(remoteId -> Objects.requireNonNull(expected.get(remoteId)))
                        .toList(),
                isFound ? removed : List.of());
    }

    private void publish(List<IdentityChange> changes, int wanted) throws TargetFault {
        whereabouts.require(record.run());
        repairs.publish(scene.app().id(), record.run().id(), wish, changes);
        sent += changes.size();
        note(RepairState.DELIVERING, wanted, 0, 0);
    }

    private boolean await() throws InterruptedException {
        return feed.await(scene.app().id(), feed.ends(scene.directory().connections()), properties.repairTime());
    }

    private void check(List<Finding> mended, int wanted, boolean isDelivered) throws TargetFault, InterruptedException {
        long repaired = 0;
        long unrepaired = 0;
        var tally = new Tally(scene.target()::requests);
        try (var inspector = new Inspector(record.run().id(), scene, feed, properties.settle(), tally, clock)) {
            for (int at = 0; at < mended.size(); at += CHUNK) {
                List<Finding> some = mended.subList(at, Math.min(mended.size(), at + CHUNK));
                Map<Subject, Finding> left = inspector.of(
                        some.stream().map(Mending::subject).distinct().toList());
                List<Finding> checked = some.stream()
                        .map(finding -> checked(finding, left.get(subject(finding)), isDelivered))
                        .toList();
                whereabouts.require(record.run());
                runs.write(checked);
                long ends = checked.stream()
                        .filter(finding -> finding.state() == FindingState.REPAIRED)
                        .count();
                repaired += ends;
                unrepaired += checked.size() - ends;
                note(RepairState.CHECKING, wanted, repaired, unrepaired);
            }
        }
        save(RepairState.DONE, wanted, repaired, unrepaired, true);
    }

    private static Finding checked(Finding before, @Nullable Finding now, boolean isDelivered) {
        if (now == null) {
            return before.in(FindingState.REPAIRED, null);
        }
        String why = switch (now.cause()) {
            case DEAD_LETTER -> "The app didn't take it; its dead letter tells why.";
            case CLAIMED -> "The app's account stands for another one of ours.";
            default ->
                isDelivered
                        ? "It was delivered, and " + words(now)
                        : "The app hasn't taken its deliveries yet; it goes on by itself.";
        };
        return before.in(FindingState.UNREPAIRED, why);
    }

    private static String words(Finding now) {
        return switch (now.kind()) {
            case MISSING -> "the app hasn't got it.";
            case EXTRA -> "the app has it still.";
            case DIFFERENT -> "the app has other values of " + String.join(", ", now.attributes()) + '.';
            case UNLINKED -> "the app's account isn't linked.";
        };
    }

    private Map<Ours, Facts> facts(List<Finding> some) {
        return scene.facts()
                .of(some.stream()
                        .filter(finding -> finding.resource() != null)
                        .map(Mending::ours)
                        .toList());
    }

    private static Ours ours(Finding finding) {
        return new Ours(
                finding.type(),
                Objects.requireNonNull(finding.connection()),
                Objects.requireNonNull(finding.resource()));
    }

    private static Subject subject(Finding finding) {
        boolean isAtApp =
                finding.remoteId() != null && (Losses.isOfStranger(finding) || finding.kind() == FindingKind.EXTRA);
        return isAtApp
                ? new Subject.OfTheirs(new Theirs(finding.type(), Objects.requireNonNull(finding.remoteId()), "", ""))
                : new Subject.OfOurs(ours(finding), false);
    }

    private void note(RepairState state, long wanted, long repaired, long unrepaired) {
        save(state, wanted, repaired, unrepaired, false);
    }

    private void save(RepairState state, long wanted, long repaired, long unrepaired, boolean isOver) {
        record.repair(new Repair(
                wish.getId(),
                state,
                wish.getRequested(),
                wish.getOperator(),
                wish.getReason(),
                wanted,
                sent,
                repaired,
                unrepaired,
                null,
                isOver ? clock.instant() : null,
                attempts()));
    }

    /** How many workers have begun it: what those before this one published may be on its way still. */
    private int attempts() {
        Repair begun = record.run().repair();
        return begun == null ? 1 : begun.attempts();
    }
}
