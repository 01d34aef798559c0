package dev.rollcall.ingest.policy;

import dev.rollcall.event.AccessPolicy;
import dev.rollcall.event.PolicyRule;
import dev.rollcall.event.Role;
import dev.rollcall.event.RuleKind;
import dev.rollcall.schemas.setting.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Checks a policy field by field; every refusal is 400 and names the field. */
final class PolicyReading {

    private static final int MAX_NAME = 200;
    private static final int MAX_VALUE = 256;
    private static final int MAX_RULES = 50;
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final Pattern DOMAIN = Pattern.compile("[^@\\s.]+(\\.[^@\\s.]+)+");

    private final Settings settings;

    PolicyReading(Settings settings) {
        this.settings = settings;
    }

    /** @throws ResponseStatusException 400 that names the field and what it may be */
    AccessPolicy read(PolicyBody asked) {
        List<PolicyRule> include = rules("include", asked.include());
        if (include.isEmpty()) {
            throw wrong("include needs a rule, such as {\"kind\": \"email\", \"value\": \"jo@example.com\"}.");
        }
        return new AccessPolicy(
                text("name", asked.name(), MAX_NAME),
                role(asked.role()),
                connections(asked.connections()),
                include,
                rules("require", asked.require()),
                rules("exclude", asked.exclude()));
    }

    private static Role role(@Nullable String role) {
        return switch (role) {
            case "viewer" -> Role.VIEWER;
            case "operator" -> Role.OPERATOR;
            case "admin" -> Role.ADMIN;
            case null, default -> throw wrong("role must be viewer, operator or admin.");
        };
    }

    private List<String> connections(@Nullable List<@Nullable String> asked) {
        var connections = new ArrayList<String>();
        for (String id : Objects.requireNonNullElse(asked, List.<@Nullable String>of())) {
            if (id == null || settings.connection(id).isEmpty()) {
                throw wrong("connections holds an id of no connection. GET /api/v1/connections lists all.");
            }
            connections.add(id);
        }
        return connections;
    }

    private static List<PolicyRule> rules(String list, @Nullable List<PolicyBody.@Nullable Rule> asked) {
        List<PolicyBody.@Nullable Rule> given = asked == null ? List.of() : asked;
        if (given.size() > MAX_RULES) {
            throw wrong(list + " may have " + MAX_RULES + " rules; make another policy of the others.");
        }
        var rules = new ArrayList<PolicyRule>();
        for (int i = 0; i < given.size(); i++) {
            rules.add(rule(list + "[" + i + "]", given.get(i)));
        }
        return rules;
    }

    private static PolicyRule rule(String at, PolicyBody.@Nullable Rule rule) {
        if (rule == null) {
            throw wrong(at + " is empty.");
        }
        RuleKind kind = kind(at, rule.kind());
        if (kind != RuleKind.CLAIM && rule.name() != null) {
            throw wrong(at + ".name is only for kind claim.");
        }
        return switch (kind) {
            case EVERYONE -> {
                if (rule.value() != null && !rule.value().isEmpty()) {
                    throw wrong(at + ".value must be left out for kind everyone.");
                }
                yield new PolicyRule(kind, null, "");
            }
            case EMAIL -> new PolicyRule(kind, null, matching(at, rule.value(), EMAIL, "jo@example.com"));
            case DOMAIN -> new PolicyRule(kind, null, matching(at, rule.value(), DOMAIN, "example.com"));
            case CLAIM ->
                new PolicyRule(
                        kind, text(at + ".name", rule.name(), MAX_VALUE), text(at + ".value", rule.value(), MAX_VALUE));
            case GROUP -> new PolicyRule(kind, null, text(at + ".value", rule.value(), MAX_VALUE));
            case UNKNOWN -> throw new IllegalStateException("No word stands for it.");
        };
    }

    private static RuleKind kind(String at, @Nullable String kind) {
        return switch (kind) {
            case "everyone" -> RuleKind.EVERYONE;
            case "email" -> RuleKind.EMAIL;
            case "domain" -> RuleKind.DOMAIN;
            case "claim" -> RuleKind.CLAIM;
            case "group" -> RuleKind.GROUP;
            case null, default -> throw wrong(at + ".kind must be everyone, email, domain, claim or group.");
        };
    }

    private static String matching(String at, @Nullable String value, Pattern pattern, String example) {
        String text = text(at + ".value", value, MAX_VALUE);
        if (!pattern.matcher(text).matches()) {
            throw wrong(at + ".value must be like " + example + ".");
        }
        return text;
    }

    private static String text(String at, @Nullable String text, int max) {
        String given = Objects.requireNonNullElse(text, "").strip();
        if (given.isEmpty() || given.length() > max || given.chars().anyMatch(Character::isISOControl)) {
            throw wrong(at + " must have 1 to " + max + " characters, and no control characters.");
        }
        return given;
    }

    private static ResponseStatusException wrong(String detail) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
    }
}
