package dev.rollcall.schemas.drift;

/** How far a repair is. */
public enum RepairState {
    /** No worker has begun it yet. */
    WAITING,
    /** Deliveries are made, or waited for. */
    DELIVERING,
    /** Each finding is looked at once more. */
    CHECKING,
    DONE,
    /** It couldn't be brought to its end; the findings tell how far it came. */
    FAILED,
    CANCELLED;

    public boolean isOver() {
        return this == DONE || this == FAILED || this == CANCELLED;
    }
}
