package dev.rollcall.ingest.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.AccessPolicy;
import dev.rollcall.event.PolicyRule;
import dev.rollcall.event.Role;
import dev.rollcall.event.RuleKind;
import dev.rollcall.schemas.topic.TrustedRecords;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AccessTest {

    static {
        TrustedRecords.trust();
    }

    private static final PolicyRule A = rule("a");
    private static final PolicyRule B = rule("b");
    private static final PolicyRule C = rule("c");

    private static PolicyRule rule(String value) {
        return new PolicyRule(RuleKind.CLAIM, "claim", value);
    }

    private static AccessPolicy policy(
            Role role, List<PolicyRule> include, List<PolicyRule> require, List<PolicyRule> exclude) {
        return new AccessPolicy("P", role, List.of(), include, require, exclude);
    }

    private static Subject subject(Map<PolicyRule, Fit> fits) {
        return rule -> fits.getOrDefault(rule, Fit.NO);
    }

    @Test
    void includesAnyRequiresAllAndExcludesAny() {
        AccessPolicy policy = policy(Role.VIEWER, List.of(A, B), List.of(C), List.of(rule("d")));

        assertThat(Access.grants(policy, subject(Map.of(A, Fit.YES, C, Fit.YES))))
                .isTrue();
        assertThat(Access.grants(policy, subject(Map.of(B, Fit.YES, C, Fit.YES))))
                .isTrue();
        assertThat(Access.grants(policy, subject(Map.of(C, Fit.YES)))).isFalse();
        assertThat(Access.grants(policy, subject(Map.of(A, Fit.YES)))).isFalse();
        assertThat(Access.grants(policy, subject(Map.of(A, Fit.YES, C, Fit.YES, rule("d"), Fit.YES))))
                .isFalse();
    }

    @Test
    void takesWhatIsUnknownToNobodysAdvantage() {
        assertThat(Access.grants(policy(Role.VIEWER, List.of(A), List.of(), List.of()), _ -> Fit.UNKNOWN))
                .isFalse();
        assertThat(Access.grants(
                        policy(Role.VIEWER, List.of(A), List.of(B), List.of()),
                        subject(Map.of(A, Fit.YES, B, Fit.UNKNOWN))))
                .isFalse();
        assertThat(Access.grants(
                        policy(Role.VIEWER, List.of(A), List.of(), List.of(B)),
                        subject(Map.of(A, Fit.YES, B, Fit.UNKNOWN))))
                .isFalse();
    }

    @Test
    void givesNothingWithoutAPolicyOrToThoseOfAnotherConnection() {
        AccessPolicy elsewhere = AccessPolicy.newBuilder(policy(Role.ADMIN, List.of(A), List.of(), List.of()))
                .setConnections(List.of("other"))
                .build();

        assertThat(Access.roleOf(_ -> Fit.YES, "c1", List.of())).isEqualTo(Role.UNKNOWN);
        assertThat(Access.roleOf(_ -> Fit.YES, "c1", List.of(elsewhere))).isEqualTo(Role.UNKNOWN);
        assertThat(Access.roleOf(_ -> Fit.YES, "other", List.of(elsewhere))).isEqualTo(Role.ADMIN);
    }

    @Property
    void givesTheHighestRoleWhateverTheOrder(@ForAll("policies") List<AccessPolicy> policies, @ForAll Random random) {
        Subject subject = subject(Map.of(A, Fit.YES, B, Fit.UNKNOWN));
        var granted = EnumSet.of(Role.UNKNOWN);
        policies.stream()
                .filter(policy -> Access.grants(policy, subject))
                .forEach(policy -> granted.add(policy.getRole()));
        var shuffled = new ArrayList<>(policies);
        Collections.shuffle(shuffled, random);

        assertThat(Access.roleOf(subject, "c1", shuffled)).isEqualTo(Collections.max(granted));
    }

    @Property
    void noPolicyMoreTakesARoleAwayAndNoRuleUnknownGivesOne(
            @ForAll("policies") List<AccessPolicy> policies, @ForAll("policies") List<AccessPolicy> more) {
        Subject known = subject(Map.of(A, Fit.YES, B, Fit.NO, C, Fit.YES));
        Subject less = rule -> rule.equals(C) || rule.equals(B) ? Fit.UNKNOWN : known.fits(rule);
        var all = new ArrayList<>(policies);
        all.addAll(more);

        assertThat(Access.roleOf(known, "c1", all)).isGreaterThanOrEqualTo(Access.roleOf(known, "c1", policies));
        assertThat(Access.roleOf(less, "c1", all)).isLessThanOrEqualTo(Access.roleOf(known, "c1", all));
    }

    @Provide
    Arbitrary<List<AccessPolicy>> policies() {
        Arbitrary<List<PolicyRule>> rules = Arbitraries.of(A, B, C).list().ofMaxSize(3);
        return Combinators.combine(Arbitraries.of(Role.VIEWER, Role.OPERATOR, Role.ADMIN), rules, rules, rules)
                .as(AccessTest::policy)
                .list()
                .ofMaxSize(6);
    }
}
