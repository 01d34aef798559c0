package dev.rollcall.sync.drift;

import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.LedgerEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares all that an app lists, page by page, with what it should have. What seems to differ is only suspected: the app
 * is listed while it changes.
 */
final class Survey {

    private final Scene scene;
    private final Tally tally;
    private final Runnable onPage;
    private final List<Subject> suspects = new ArrayList<>();
    private final Set<Ours> seen = new HashSet<>();
    /** Groups that are as they should be but for their members, whom the list doesn't show. */
    private final List<Ours> unshown = new ArrayList<>();

    private boolean areMembersShown;

    /** @param onPage is told after each page */
    Survey(Scene scene, Tally tally, Runnable onPage) {
        this.scene = scene;
        this.tally = tally;
        this.onPage = onPage;
    }

    /** Those that have to be looked at once more. */
    List<Subject> suspects() throws TargetFault, InterruptedException {
        list(ResourceType.USER);
        list(ResourceType.GROUP);
        for (Ours group : unshown) {
            if (areMembersShown && scene.members().expected(group).isEmpty()) {
                tally.agreeing++;
            } else {
                suspects.add(new Subject.OfOurs(group, false));
            }
        }
        lookForUnseen(ResourceType.USER);
        lookForUnseen(ResourceType.GROUP);
        return suspects;
    }

    private void list(ResourceType type) throws TargetFault, InterruptedException {
        var listing = new Listing(scene.target(), type);
        listing.each(resources -> {
            compare(type, resources);
            if (type == ResourceType.USER) {
                tally.users = listing.listed();
                tally.toldUsers = listing.told();
            } else {
                tally.groups = listing.listed();
                tally.toldGroups = listing.told();
            }
            onPage.run();
        });
        tally.isMoving |= listing.isMoving();
    }

    private void compare(ResourceType type, List<ObjectNode> resources) {
        Map<String, ObjectNode> byId = new LinkedHashMap<>();
        resources.forEach(resource -> byId.put(resource.path("id").asString(""), resource));
        Map<String, LedgerEntry> entries = scene.facts().counterparts(type, byId.keySet());
        List<Ours> linked = entries.values().stream()
                .filter(LedgerEntry::isLinked)
                .map(Ours::of)
                .toList();
        Map<Ours, Facts> facts = scene.facts().of(linked);
        byId.forEach((id, actual) -> {
            LedgerEntry entry = entries.get(id);
            if (entry != null && entry.isLinked()) {
                compare(Objects.requireNonNull(facts.get(Ours.of(entry))), actual);
            } else if (entry != null && scene.judge().isRetained(type, entry.connection(), actual)) {
                tally.agreeing++;
            } else {
                suspects.add(new Subject.OfTheirs(Theirs.of(type, actual)));
            }
        });
    }

    private void compare(Facts facts, ObjectNode actual) {
        Ours ours = facts.ours();
        seen.add(ours);
        boolean isGroup = ours.type() == ResourceType.GROUP && facts.isWanted();
        boolean isShown = isGroup && GroupMembers.isShown(actual);
        areMembersShown |= isShown;
        MemberDifference members = isShown ? scene.members().difference(ours, actual) : MemberDifference.NONE;
        if (scene.judge().of(facts, actual, members, false).isPresent()) {
            suspects.add(new Subject.OfOurs(ours, false));
        } else if (isGroup && !isShown) {
            unshown.add(ours);
        } else {
            tally.agreeing++;
        }
    }

    private void lookForUnseen(ResourceType type) throws InterruptedException {
        scene.directory().each(type, some -> {
            List<Ours> unseen =
                    some.stream().filter(ours -> !seen.contains(ours)).toList();
            scene.facts().of(unseen).forEach((ours, facts) -> {
                if (facts.isWanted()) {
                    suspects.add(new Subject.OfOurs(ours, true));
                }
            });
        });
    }
}
