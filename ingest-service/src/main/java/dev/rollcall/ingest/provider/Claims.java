package dev.rollcall.ingest.provider;

import dev.rollcall.event.OidcProvider;
import dev.rollcall.event.PolicyRule;
import dev.rollcall.event.RuleKind;
import dev.rollcall.ingest.policy.Fit;
import dev.rollcall.ingest.policy.Subject;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/**
 * What a provider says of a person: the ID token's claims, and userinfo's where the ID token has none or leaves them out
 * for their size.
 */
public record Claims(Map<String, Object> values) implements Subject {

    /** What PingOne puts in the place of a claim of more than 25 values. */
    public static final String TOO_LARGE = "[SIZE_LIMIT_EXCEEDED]";

    private static final String EMAIL = "email";
    private static final int MAX_NAME = 100;

    public Claims {
        values = Map.copyOf(values);
    }

    public static Claims of(OidcUser user) {
        return of(
                user.getIdToken().getClaims(),
                user.getUserInfo() == null ? Map.of() : user.getUserInfo().getClaims());
    }

    static Claims of(Map<String, Object> idToken, Map<String, Object> userInfo) {
        var merged = new TreeMap<String, Object>(idToken);
        userInfo.forEach((name, value) -> {
            if (isUnknown(Optional.ofNullable(merged.get(name))) && !isTooLarge(value)) {
                merged.put(name, value);
            }
        });
        merged.values().removeIf(Objects::isNull);
        return new Claims(merged);
    }

    static boolean isUnknown(Optional<Object> claim) {
        return claim.isEmpty() || isTooLarge(claim.get());
    }

    /** Whether a claim stands for values that aren't told. */
    public static boolean isTooLarge(@Nullable Object claim) {
        return TOO_LARGE.equals(claim) || claim instanceof Collection<?> values && values.contains(TOO_LARGE);
    }

    /** Whether a rule about a claim fits: the value or one of the values is the very one, in full and with case. */
    @Override
    public Fit fits(PolicyRule rule) {
        Object claim = rule.getName() == null ? null : values.get(rule.getName());
        if (rule.getKind() != RuleKind.CLAIM || isTooLarge(claim)) {
            return Fit.UNKNOWN;
        }
        return Fit.of(
                claim instanceof Collection<?> several
                        ? several.stream().anyMatch(one -> isValue(one, rule.getValue()))
                        : isValue(claim, rule.getValue()));
    }

    private static boolean isValue(@Nullable Object claim, String value) {
        return (claim instanceof String || claim instanceof Number || claim instanceof Boolean)
                && claim.toString().equals(value);
    }

    public String subject() {
        return String.valueOf(values.get("sub"));
    }

    /** The e-mail address; null where there is none, or the provider says that nobody verified it. */
    public @Nullable String email(OidcProvider provider) {
        String name = NeededClaims.emailClaim(provider);
        boolean isUnverified = name.equals(EMAIL) && Boolean.FALSE.equals(values.get("email_verified"));
        return !isUnverified && values.get(name) instanceof String email && !isTooLarge(email) && !email.isBlank()
                ? email
                : null;
    }

    /** What to greet the person by. */
    public String displayName(OidcProvider provider) {
        String name = Optional.ofNullable(values.get("name"))
                .or(() -> Optional.ofNullable(values.get("preferred_username")))
                .filter(String.class::isInstance)
                .map(Object::toString)
                .or(() -> Optional.ofNullable(email(provider)))
                .orElseGet(this::subject);
        return name.substring(0, Math.min(MAX_NAME, name.length()));
    }

    /** Says nothing of the person. */
    @Override
    public String toString() {
        return "Claims" + values.keySet();
    }
}
