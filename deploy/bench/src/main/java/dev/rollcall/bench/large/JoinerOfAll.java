package dev.rollcall.bench.large;

import dev.rollcall.bench.cases.Answers;
import dev.rollcall.bench.load.Call;
import dev.rollcall.bench.load.Calls;
import dev.rollcall.bench.target.Counts;

/** A user who is in very many groups, and then is deleted. */
public final class JoinerOfAll {

    private final Steps steps;
    private final Calls calls;
    private final String id;
    private final int groups;

    public JoinerOfAll(Steps steps, Calls calls, String id, int groups) {
        this.steps = steps;
        this.calls = calls;
        this.id = id;
        this.groups = groups;
    }

    /** Takes all steps; the user is gone then. */
    public void run() {
        String path = "/Users/" + id;
        steps.take(Step.read("read", calls.get(path).expecting(Answers.values("groups", groups))));
        steps.take(Step.read(
                "read-bare", calls.get(path + "?excludedAttributes=groups").expecting(Answers.values("groups", 0))));
        steps.take(Step.read("groups-page", groups(100).expecting(Answers.total(groups))));
        steps.take(new Step(
                "delete",
                calls.delete(path),
                new Counts(groups + 1, 0, groups),
                groups(0).expecting(Answers.total(0))));
    }

    private Call groups(int count) {
        return calls.get("/Groups?count=" + count + "&filter=" + Calls.encoded("members.value eq \"" + id + "\""));
    }
}
