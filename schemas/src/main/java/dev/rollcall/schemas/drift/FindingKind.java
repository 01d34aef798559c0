package dev.rollcall.schemas.drift;

/** How what an app has isn't what it should have. */
public enum FindingKind {
    /** It should have the resource, and hasn't. */
    MISSING,
    /** It has what it shouldn't have. */
    EXTRA,
    /** It has the resource with other values or other members. */
    DIFFERENT,
    /** It has what fits a resource of ours, and isn't taken for it. */
    UNLINKED
}
