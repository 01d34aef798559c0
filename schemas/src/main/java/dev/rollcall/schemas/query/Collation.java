package dev.rollcall.schemas.query;

import dev.rollcall.schemas.scim.UserNames;
import java.util.function.UnaryOperator;

/** How strings are prepared before they are compared (RFC 7643 §2.2, RFC 7644 §5). */
public enum Collation {
    /** As they are: caseExact true. */
    EXACT(UnaryOperator.identity()),
    /** Without case: caseExact false. */
    FOLDED(UserNames::folded),
    /** As names to sign in with. */
    USER_NAME(UserNames::key);

    private final UnaryOperator<String> preparation;

    Collation(UnaryOperator<String> preparation) {
        this.preparation = preparation;
    }

    String key(String text) {
        return preparation.apply(text);
    }
}
