package dev.rollcall.schemas.drift;

/** What became of a finding. */
public enum FindingState {
    /** Nothing was done about it. */
    OPEN,
    /** A repair is on its way. */
    REPAIRING,
    /** A repair was made, and the app has what it should have. */
    REPAIRED,
    /** A repair was made, and it is there still. */
    UNREPAIRED
}
