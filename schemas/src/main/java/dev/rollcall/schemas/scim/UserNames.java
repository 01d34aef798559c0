package dev.rollcall.schemas.scim;

import java.text.Normalizer;
import java.util.Locale;
import rocks.xmpp.precis.PrecisProfiles;

/** How names are prepared before they are compared. */
public final class UserNames {

    private UserNames() {}

    /**
     * The key that two equal userNames share: PRECIS UsernameCaseMapped (RFC 7644 §5, RFC 8265 §3.3). A name that the
     * profile doesn't allow, such as one with a space, is compared by NFKC and lower case.
     */
    public static String key(String userName) {
        try {
            return PrecisProfiles.USERNAME_CASE_MAPPED.enforce(userName);
        } catch (IllegalArgumentException e) {
            return folded(userName);
        }
    }

    /** The key of any other string that is compared without case (RFC 7643 §2.2, caseExact false). */
    public static String folded(String value) {
        return Normalizer.normalize(value, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
