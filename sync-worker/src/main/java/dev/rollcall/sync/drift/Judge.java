package dev.rollcall.sync.drift;

import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.drift.FindingCause;
import dev.rollcall.schemas.drift.FindingKind;
import dev.rollcall.sync.delivery.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells whether an app has of a resource what it should have, and if not, why probably; pure. */
final class Judge {

    private final Expectation expectation;

    Judge(Expectation expectation) {
        this.expectation = expectation;
    }

    /** What is wrong. */
    record Verdict(FindingKind kind, FindingCause cause, List<String> attributes, MemberDifference members) {

        static Verdict of(FindingKind kind, FindingCause cause) {
            return new Verdict(kind, cause, List.of(), MemberDifference.NONE);
        }
    }

    /**
     * Of one of ours; empty where all is as it should be.
     *
     * @param actual its counterpart in the app; null where it has none
     * @param members how those of a group differ
     * @param isBehind whether changes wait to be delivered to the app
     */
    Optional<Verdict> of(Facts facts, @Nullable ObjectNode actual, MemberDifference members, boolean isBehind) {
        if (!facts.isWanted()) {
            return actual == null
                            || isRetained(facts.ours().type(), facts.ours().connection(), actual)
                    ? Optional.empty()
                    : Optional.of(Verdict.of(FindingKind.EXTRA, extra(facts, isBehind)));
        }
        if (actual == null) {
            return Optional.of(Verdict.of(FindingKind.MISSING, missing(facts, isBehind)));
        }
        if (facts.expected() == null) {
            return Optional.empty();
        }
        Comparison comparison = Comparison.of(facts.expected().resource(), actual);
        if (comparison.isEqual() && members.isNone()) {
            return Optional.empty();
        }
        var attributes = new ArrayList<>(comparison.differences());
        if (!members.isNone()) {
            attributes.add("members");
        }
        return Optional.of(new Verdict(
                FindingKind.DIFFERENT, different(facts, comparison.isEqual(), isBehind), attributes, members));
    }

    /** Whether it is an account that stays, deactivated, when its user goes. */
    boolean isRetained(ResourceType type, String connection, ObjectNode actual) {
        return type == ResourceType.USER
                && expectation.deprovision(connection) == DeprovisionAction.DEACTIVATE
                && isInactive(actual);
    }

    private static boolean isInactive(ObjectNode actual) {
        @Nullable
        JsonNode active = actual.properties().stream()
                .filter(member -> member.getKey().equalsIgnoreCase("active"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
        return BooleanNode.FALSE.equals(Values.like(BooleanNode.TRUE, "active", active));
    }

    private static FindingCause missing(Facts facts, boolean isBehind) {
        if (facts.isGivenUp()) {
            return FindingCause.DEAD_LETTER;
        }
        if (isWaiting(facts, isBehind)) {
            return FindingCause.WAITING;
        }
        return facts.remoteId().isPresent() ? FindingCause.LOST : FindingCause.NOT_DELIVERED;
    }

    private static FindingCause extra(Facts facts, boolean isBehind) {
        if (facts.isGivenUp()) {
            return FindingCause.DEAD_LETTER;
        }
        if (isBehind && facts.remoteId().isPresent()) {
            return FindingCause.WAITING;
        }
        return facts.state() == null ? FindingCause.DELETED : FindingCause.LEFT;
    }

    private static FindingCause different(Facts facts, boolean isOfMembersOnly, boolean isBehind) {
        if (facts.isGivenUp()) {
            return FindingCause.DEAD_LETTER;
        }
        if (isWaiting(facts, isBehind)) {
            return FindingCause.WAITING;
        }
        return isOfMembersOnly || isDelivered(facts) ? FindingCause.CHANGED : FindingCause.NOT_DELIVERED;
    }

    /** A group's members change without its own state. */
    private static boolean isWaiting(Facts facts, boolean isBehind) {
        return isBehind && (facts.ours().type() == ResourceType.GROUP || facts.settled() < facts.sequence());
    }

    /** Whether the app was sent just this; of a worker that died nobody knows. */
    private static boolean isDelivered(Facts facts) {
        var entry = facts.entry();
        var expected = facts.expected();
        return entry != null
                && facts.settled() >= facts.sequence()
                && (entry.hash() == null || expected == null || entry.hash().equals(expected.hash()));
    }
}
