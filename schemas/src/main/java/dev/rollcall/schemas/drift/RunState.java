package dev.rollcall.schemas.drift;

/** How far the reconciliation of an app is. */
public enum RunState {
    /** No worker has begun it yet. */
    WAITING,
    /** What the app has is listed and compared. */
    LISTING,
    /** Each difference is looked at once more. */
    CHECKING,
    DONE,
    /** The app, or we, made it impossible; what was found until then is kept. */
    FAILED,
    CANCELLED;

    public boolean isOver() {
        return this == DONE || this == FAILED || this == CANCELLED;
    }
}
