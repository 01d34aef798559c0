package dev.rollcall.sync.target;

import dev.rollcall.sync.target.HttpTarget.Request;
import dev.rollcall.sync.target.HttpTarget.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Lets a SCIM target fail, hang or lie, one way at a time. */
public final class ScimFaults {

    private final HttpTarget target;
    private final Function<Request, Response> answer;

    /** @param answer as it is where nothing is wrong */
    ScimFaults(HttpTarget target, Function<Request, Response> answer) {
        this.target = target;
        this.answer = answer;
    }

    /** Answers GETs as the function says: of path and query, to a body. */
    public void answerReads(Function<String, Optional<String>> body) {
        target.fault(request -> request.method().equals("GET")
                ? body.apply(request.path() + "?" + request.query()).map(text -> new Response(200, text))
                : Optional.empty());
    }

    /** Takes requests for lists but gives no answer; the latch tells of the first one. */
    public CountDownLatch listWithoutAnswer() {
        var asked = new CountDownLatch(1);
        target.fault(request -> {
            if (request.query() == null || !ScimListing.isAsked(request.query())) {
                return Optional.empty();
            }
            asked.countDown();
            Hanging.forever();
            return Optional.empty();
        });
        return asked;
    }

    /** Fails what the function says so: of method and body, to a status. */
    public void answerWhere(Function<String, Optional<Integer>> status) {
        target.fault(
                request -> status.apply(request.method() + " " + request.body()).map(code -> new Response(code, "")));
    }

    /** Finds nothing for the next searches, as one that is a moment behind. */
    public void findNothing(int times) {
        var left = new AtomicInteger(times);
        target.fault(request -> request.method().equals("GET") && request.query() != null && left.getAndDecrement() > 0
                ? Optional.of(new Response(200, "{\"totalResults\":0}"))
                : Optional.empty());
    }

    /** Does what is asked but gives no answer to a POST; the latch tells of the first one. */
    public CountDownLatch createWithoutAnswer() {
        var created = new CountDownLatch(1);
        target.fault(request -> {
            if (!request.method().equals("POST")) {
                return Optional.empty();
            }
            Response _ = answer.apply(request);
            created.countDown();
            Hanging.forever();
            return Optional.empty();
        });
        return created;
    }

    /** Does what a POST asks for, and answers it when it is let; the latch tells of the first one. */
    public CountDownLatch createAndAnswerAfter(CountDownLatch isLet) {
        var created = new CountDownLatch(1);
        target.fault(request -> {
            if (!request.method().equals("POST")) {
                return Optional.empty();
            }
            Response taken = answer.apply(request);
            created.countDown();
            Hanging.until(isLet);
            return Optional.of(taken);
        });
        return created;
    }

    /** Does nothing of what a DELETE asks for, and gives no answer; the latch tells of the first one. */
    public CountDownLatch deleteNothing() {
        var asked = new CountDownLatch(1);
        target.fault(request -> {
            if (request.method().equals("DELETE")) {
                asked.countDown();
                Hanging.forever();
            }
            return Optional.empty();
        });
        return asked;
    }

    /** Deletes only once somebody has looked at a resource, if anybody does, and is slow to show what was there. */
    public void deleteOnceLookedAt(Runnable slow) {
        var isLookedAt = new CountDownLatch(1);
        target.fault(request -> switch (request.method()) {
            case "DELETE" -> {
                Hanging.until(isLookedAt, Duration.ofSeconds(2));
                yield Optional.empty();
            }
            case "GET" -> {
                Response seen = answer.apply(request);
                if (request.path().contains("/Users/")) {
                    isLookedAt.countDown();
                    slow.run();
                }
                yield Optional.of(seen);
            }
            default -> Optional.empty();
        });
    }

    public void recover() {
        target.recover();
    }
}
