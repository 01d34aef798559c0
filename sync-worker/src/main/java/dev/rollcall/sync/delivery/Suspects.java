package dev.rollcall.sync.delivery;

import dev.rollcall.sync.app.Answer;
import dev.rollcall.sync.app.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Resources at which an app fails as if it were down, while it takes others: one that breaks the app each time would hold
 * back for ever all that comes behind it. Which failed often enough, and for long enough, is given up. While the app takes
 * nothing nobody is suspected more than before.
 */
public final class Suspects {

    private static final int ROUNDS = 5;

    /**
     * How many times as long one is tried that alone is left of a batch, for then nothing tells whether the app is well. The
     * more fail without the app taking anything, the likelier it is the app, so the time goes by their square.
     */
    private static final int ALONE = 15;

    private static final int TOO_MANY_REQUESTS = 429;

    private final Duration patience;
    private final Clock clock;
    /** By id of the resource in the ledger. */
    private final Map<String, Suspect> suspects = new ConcurrentHashMap<>();

    /**
     * One of them.
     *
     * @param since the app failed at it first
     * @param beganWell whether the app took something in the round in which it did
     * @param rounds in which it failed
     * @param isTold whether the app took something in one of the later ones, or it was given up
     */
    private record Suspect(Instant since, boolean beganWell, int rounds, boolean isTold) {

        Suspect again(boolean isAppWell) {
            return new Suspect(since, beganWell, rounds + 1, isTold || isAppWell);
        }

        Suspect told() {
            return new Suspect(since, beganWell, rounds, true);
        }
    }

    /** @param patience since the app failed first */
    public Suspects(Duration patience, Clock clock) {
        this.patience = patience;
        this.clock = clock;
    }

    /** Whether a failure says nothing of other resources, as long as the app takes these. */
    boolean contains(Delivery delivery, Answer failure) {
        return failure.verdict() == Verdict.APP
                && !Integer.valueOf(TOO_MANY_REQUESTS).equals(failure.status())
                && suspects.containsKey(delivery.ledgerId());
    }

    boolean contains(Delivery delivery) {
        return suspects.containsKey(delivery.ledgerId());
    }

    /** Whether a failure is taken for one of this resource. */
    boolean isGivenUp(Delivery delivery, Answer failure) {
        Suspect suspect = suspects.get(delivery.ledgerId());
        if (suspect == null || !contains(delivery, failure) || suspect.rounds() < ROUNDS) {
            return false;
        }
        Duration tried = Duration.between(suspect.since(), clock.instant());
        return suspect.isTold() && tried.compareTo(patience) >= 0
                || suspect.beganWell() && tried.compareTo(patience.multipliedBy(alone())) >= 0;
    }

    private long alone() {
        long untold =
                suspects.values().stream().filter(suspect -> !suspect.isTold()).count();
        return ALONE * Math.max(1, untold * untold);
    }

    /** What came of a round. */
    public void heard(Round round) {
        if (!suspects.isEmpty()) {
            round.settled().stream().filter(end -> !end.isRepeat()).forEach(end -> {
                String resource = end.delivery().ledgerId();
                switch (end.outcome()) {
                    case DELIVERED -> suspects.remove(resource);
                    case FAILED -> suspects.computeIfPresent(resource, (_, suspect) -> suspect.told());
                    case SKIPPED, UNKNOWN -> {}
                }
            });
        }
        boolean isAppWell = round.isAppWell();
        for (String resource : round.failed()) {
            suspects.compute(
                    resource,
                    (_, suspect) -> suspect == null
                            ? new Suspect(clock.instant(), isAppWell, 1, false)
                            : suspect.again(isAppWell));
        }
    }

    /** Somebody else goes on with them. */
    public void forget() {
        suspects.clear();
    }
}
