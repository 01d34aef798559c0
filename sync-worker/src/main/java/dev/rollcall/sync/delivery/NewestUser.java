package dev.rollcall.sync.delivery;

import dev.rollcall.event.UserState;

/**
 * A user as the directory has it.
 *
 * @param sequence of the change that made it so
 */
public record NewestUser(UserState state, long sequence) {

    @Override
    public String toString() {
        return "NewestUser[" + state.getId() + ", " + sequence + "]";
    }
}
