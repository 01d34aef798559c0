package dev.rollcall.ingest.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.event.AccessPolicy;
import dev.rollcall.event.PolicyRule;
import dev.rollcall.event.Role;
import dev.rollcall.event.RuleKind;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A policy as the admin API takes it.
 *
 * <pre>
 * {"name": "Identity team", "role": "admin", "connections": [],
 *  "include": [{"kind": "claim", "name": "groups", "value": "identity-team"}],
 *  "require": [{"kind": "domain", "value": "example.com"}],
 *  "exclude": [{"kind": "group", "value": "Contractors"}]}
 * </pre>
 */
public record PolicyBody(
        @Nullable String id,
        @Nullable String name,
        @Nullable String role,
        @Nullable List<@Nullable String> connections,
        @Nullable List<@Nullable Rule> include,
        @Nullable List<@Nullable Rule> require,
        @Nullable List<@Nullable Rule> exclude) {

    /** One condition: {@code everyone}, {@code email}, {@code domain}, {@code claim} with its name, or {@code group}. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Rule(
            @Nullable String kind,
            @Nullable String name,
            @Nullable String value) {}

    static PolicyBody of(String id, AccessPolicy policy) {
        return new PolicyBody(
                id,
                policy.getName(),
                word(policy.getRole()),
                List.copyOf(policy.getConnections()),
                rules(policy.getInclude()),
                rules(policy.getRequire()),
                rules(policy.getExclude()));
    }

    private static List<@Nullable Rule> rules(List<PolicyRule> rules) {
        return rules.stream()
                .<@Nullable Rule>map(rule -> new Rule(word(rule.getKind()), rule.getName(), rule.getValue()))
                .toList();
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static String word(RuleKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
