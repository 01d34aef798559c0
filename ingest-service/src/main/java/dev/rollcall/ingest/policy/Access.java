package dev.rollcall.ingest.policy;

import dev.rollcall.event.AccessPolicy;
import dev.rollcall.event.PolicyRule;
import dev.rollcall.event.Role;
import dev.rollcall.event.RuleKind;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The role that policies give: the highest of those whose policy grants it. Pure. */
public final class Access {

    private Access() {}

    /** The role of somebody who came by a connection; {@link Role#UNKNOWN} where no policy grants any. */
    public static Role roleOf(Subject subject, String connection, Collection<AccessPolicy> policies) {
        return policies.stream()
                .filter(policy -> isFor(policy, connection) && grants(policy, subject))
                .map(AccessPolicy::getRole)
                .max(Comparator.naturalOrder())
                .orElse(Role.UNKNOWN);
    }

    /** One of include fits, all of require, and surely none of exclude. */
    static boolean grants(AccessPolicy policy, Subject subject) {
        return policy.getInclude().stream().anyMatch(rule -> subject.fits(rule) == Fit.YES)
                && policy.getRequire().stream().allMatch(rule -> subject.fits(rule) == Fit.YES)
                && policy.getExclude().stream().allMatch(rule -> subject.fits(rule) == Fit.NO);
    }

    /** Every rule of one kind that concerns those who come by a connection. */
    public static Set<PolicyRule> rules(RuleKind kind, String connection, Collection<AccessPolicy> policies) {
        return policies.stream()
                .filter(policy -> isFor(policy, connection))
                .flatMap(Access::rules)
                .filter(rule -> rule.getKind() == kind)
                .collect(Collectors.toSet());
    }

    private static Stream<PolicyRule> rules(AccessPolicy policy) {
        return Stream.of(policy.getInclude(), policy.getRequire(), policy.getExclude())
                .flatMap(Collection::stream);
    }

    private static boolean isFor(AccessPolicy policy, String connection) {
        return policy.getConnections().isEmpty() || policy.getConnections().contains(connection);
    }
}
