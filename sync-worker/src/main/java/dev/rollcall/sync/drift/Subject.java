package dev.rollcall.sync.drift;

/** What has to be looked at once more. */
sealed interface Subject {

    /** @param isUnseen whether it should be at the app, and wasn't listed */
    record OfOurs(Ours ours, boolean isUnseen) implements Subject {}

    record OfTheirs(Theirs theirs) implements Subject {}
}
