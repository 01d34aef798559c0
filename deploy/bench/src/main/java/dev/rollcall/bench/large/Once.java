package dev.rollcall.bench.large;

import dev.rollcall.bench.load.Call;
import dev.rollcall.bench.load.CallSource;
import dev.rollcall.bench.load.Reply;
import org.jspecify.annotations.Nullable;

/** One call, and no more. */
final class Once implements CallSource {

    private final Call call;
    private boolean isSent;
    private @Nullable Reply reply;

    Once(Call call) {
        this.call = call;
    }

    @Override
    public @Nullable Call next(int connection) {
        if (isSent) {
            return null;
        }
        isSent = true;
        return call;
    }

    @Override
    public void answered(int connection, Reply answer) {
        reply = answer;
    }

    /** The answer; null when it was an error, or none came. */
    @Nullable
    Reply reply() {
        return reply;
    }
}
