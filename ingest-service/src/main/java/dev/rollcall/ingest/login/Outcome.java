package dev.rollcall.ingest.login;

import dev.rollcall.ingest.provider.Claims;
import dev.rollcall.ingest.session.Person;

/** How a login ended. */
sealed interface Outcome {

    /** @param idToken to be shown to the provider at logout */
    record SignedIn(Attempt attempt, Person person, Claims claims, String idToken) implements Outcome {}

    /** The provider vouches for the person, but we don't let them in. */
    record NotAllowed(Attempt attempt, Claims claims, Why why) implements Outcome {}

    /**
     * It came to nothing.
     *
     * @param isTest whether an administrator is trying it out, and may read the reason
     */
    record Failed(String connection, boolean isTest, String reason) implements Outcome {}

    /** Why somebody isn't let in. */
    enum Why {
        NO_POLICY,
        DEACTIVATED,
        TOO_LARGE
    }
}
