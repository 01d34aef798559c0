package dev.rollcall.ingest.policy;

/** Whether a rule fits somebody; what isn't known is never to somebody's advantage. */
public enum Fit {
    YES,
    NO,
    UNKNOWN;

    public static Fit of(boolean fits) {
        return fits ? YES : NO;
    }
}
