package dev.rollcall.ingest.console.recovery;

import dev.rollcall.ingest.console.Form;
import dev.rollcall.ingest.console.WrongField;
import dev.rollcall.ingest.history.Whereabouts;
import dev.rollcall.ingest.replay.ReplayBody;

/**
 * What somebody chose in the form of a replay, as it is shown again.
 *
 * @param what states, time, sequence, failed, user or group
 * @param value that belongs to it: a time, the number of a change, an id
 */
record ReplayWish(String what, String value, String connection, String rate, String reason) {

    /** Changes a second. */
    static final int MOST_RATE = 100_000;

    static ReplayWish of(Form form) {
        return new ReplayWish(
                form.text("what"), form.text("value"), form.text("connection"), form.text("rate"), form.text("reason"));
    }

    /** @throws org.springframework.web.server.ResponseStatusException 400 for what can't be meant */
    ReplayBody body() {
        boolean isTime = what.equals("time");
        boolean isSequence = what.equals("sequence");
        if (value.isEmpty() && !what.equals("states") && !what.equals("failed")) {
            throw new WrongField("value", "Say since when, from which change on, or give the id.");
        }
        return new ReplayBody(
                isTime ? Whereabouts.time(Form.utc(value)) : null,
                isSequence ? (Long) Form.whole("value", "The number of the change", value, Form.MOST) : null,
                what.equals("failed") ? true : null,
                what.equals("user") ? value : null,
                what.equals("group") ? value : null,
                connection.isEmpty() ? null : connection,
                rate.isEmpty() ? null : Math.toIntExact(Form.whole("rate", "The rate", rate, MOST_RATE)),
                null,
                reason.isEmpty() ? null : reason);
    }

    /** Says nothing but what it is about. */
    @Override
    public String toString() {
        return "ReplayWish[" + what + "]";
    }
}
