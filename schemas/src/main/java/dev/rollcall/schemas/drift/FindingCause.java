package dev.rollcall.schemas.drift;

/** What probably led to a finding, and whether a repair may mend it that doesn't name it. */
public enum FindingCause {
    /** It was delivered, and is gone at the app. */
    LOST(true),
    /** It was delivered as it should be, and was changed at the app. */
    CHANGED(true),
    /** Its newest delivery was given up. */
    DEAD_LETTER(true),
    /** A change waits to be delivered. */
    WAITING(true),
    /** It wasn't delivered: it is older than the app, its scope or its mapping. */
    NOT_DELIVERED(true),
    /** It is in the app's scope no longer. */
    LEFT(true),
    /** It was deleted here. */
    DELETED(true),
    /** It bears our id, and the ledger doesn't know of it. */
    NOT_LINKED(true),
    /** It has the name of one of ours. */
    SAME_NAME(false),
    /** Ours has another counterpart already. */
    DUPLICATE(false),
    /** It stands for another one of ours. */
    CLAIMED(false),
    /** We know nothing of it. */
    FOREIGN(false);

    private final boolean isOurs;

    FindingCause(boolean isOurs) {
        this.isOurs = isOurs;
    }

    /** Whether we made the app's resource, or are to; any other is only touched when somebody chose it by its id. */
    public boolean isOurs() {
        return isOurs;
    }
}
