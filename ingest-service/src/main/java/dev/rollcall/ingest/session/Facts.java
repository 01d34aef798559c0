package dev.rollcall.ingest.session;

import dev.rollcall.event.PolicyRule;
import dev.rollcall.ingest.credential.Tokens;
import dev.rollcall.ingest.policy.Fit;
import dev.rollcall.ingest.policy.Subject;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which rules fitted somebody at login and which didn't, as short digests: claims themselves may be too many for a cookie.
 * A rule that was made later is in neither, so what it asks isn't known until the next login.
 */
record Facts(Set<String> fits, Set<String> misfits) {

    private static final int DIGEST = 16;

    static final Facts NONE = new Facts(Set.of(), Set.of());

    static Facts of(Collection<PolicyRule> rules, Subject subject) {
        return new Facts(digests(rules, subject, Fit.YES), digests(rules, subject, Fit.NO));
    }

    private static Set<String> digests(Collection<PolicyRule> rules, Subject subject, Fit fit) {
        return rules.stream()
                .filter(rule -> subject.fits(rule) == fit)
                .map(Facts::digest)
                .collect(Collectors.toUnmodifiableSet());
    }

    Fit fit(PolicyRule rule) {
        String digest = digest(rule);
        if (fits.contains(digest)) {
            return Fit.YES;
        }
        return misfits.contains(digest) ? Fit.NO : Fit.UNKNOWN;
    }

    static String digest(PolicyRule rule) {
        return Tokens.hash(rule.getKind() + "\0" + rule.getName() + "\0" + rule.getValue())
                .substring(0, DIGEST);
    }
}
