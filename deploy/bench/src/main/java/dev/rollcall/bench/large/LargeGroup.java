package dev.rollcall.bench.large;

import dev.rollcall.bench.cases.Answers;
import dev.rollcall.bench.load.Call;
import dev.rollcall.bench.load.Calls;
import dev.rollcall.bench.load.Reply;
import dev.rollcall.bench.population.Bodies;
import dev.rollcall.bench.target.Counts;
import java.util.List;

/** A group that one PUT gives very many members, and what is done with it then. */
public final class LargeGroup {

    /** Membership edits that one change stands for. */
    private static final int CHUNK = 1_000;

    private static final String NAME = "Bench group by PUT";
    private static final String BARE = "?excludedAttributes=members";

    private final Steps steps;
    private final Calls calls;
    private final List<String> members;
    private final String joiner;

    /** @param users all but the last of whom become members at once, and the last later */
    public LargeGroup(Steps steps, Calls calls, List<String> users) {
        this.steps = steps;
        this.calls = calls;
        this.members = users.subList(0, users.size() - 1);
        this.joiner = users.getLast();
    }

    /** Takes all steps; none but the first where there is no group to take them with. */
    public void run() {
        Reply made = steps.take(
                new Step("create-empty", calls.send("POST", "/Groups", Bodies.group(NAME)), new Counts(1, 0, 0), null));
        if (made != null) {
            made.id().ifPresent(id -> run(id, "/Groups/" + id));
        }
    }

    private void run(String id, String path) {
        int size = members.size();
        Call put = calls.send("PUT", path, Bodies.group(NAME, members)).expecting(Answers.values("members", size));
        steps.take(new Step("put", put, new Counts(chunks(size), size, 0), count(id, size)));
        steps.take(Step.read("read", calls.get(path).expecting(Answers.values("members", size))));
        steps.take(Step.read("read-bare", calls.get(path + BARE).expecting(Answers.values("members", 0))));
        steps.take(Step.read("members-page", members(id, 100).expecting(Answers.total(size))));
        steps.take(new Step("put-again", put, Counts.NONE, null));
        steps.take(new Step(
                "add-one",
                calls.send("PATCH", path, Bodies.addMembers(List.of(joiner))),
                new Counts(1, 1, 0),
                count(id, size + 1)));
        steps.take(new Step(
                "remove-one",
                calls.send("PATCH", path, Bodies.removeMember(joiner)),
                new Counts(1, 0, 1),
                count(id, size)));
        steps.take(new Step("delete", calls.delete(path), new Counts(chunks(size) + 1, 0, size), count(id, 0)));
    }

    private static long chunks(int edits) {
        return Math.ceilDiv(edits, CHUNK);
    }

    /** How many users there are in the group, by the directory's own count. */
    private Call count(String id, int size) {
        return members(id, 0).expecting(Answers.total(size));
    }

    private Call members(String id, int count) {
        return calls.get("/Users?count=" + count + "&filter=" + Calls.encoded("groups.value eq \"" + id + "\""));
    }
}
