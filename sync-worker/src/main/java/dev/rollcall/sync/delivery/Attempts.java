package dev.rollcall.sync.delivery;

import com.mongodb.MongoException;
import dev.rollcall.sync.app.Answer;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries one resource a few times, quickly; an app that fails as a whole isn't tried again here. */
final class Attempts {

    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    private final int most;
    private final BackOff backOff;

    Attempts(int most, BackOff backOff) {
        this.most = most;
        this.backOff = backOff;
    }

    /** The last answer, and how many there were. */
    record Tried(Answer answer, int attempts) {}

    Tried at(Round round, Supplier<Answer> attempt) {
        for (int n = 1; ; n++) {
            Answer answer = asked(attempt);
            if (answer.isTaken() || answer.isOfApp() || n >= most || round.isOver()) {
                return new Tried(answer, n);
            }
            try {
                Thread.sleep(backOff.after(n, ThreadLocalRandom.current().nextDouble()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Tried(Answer.none("Given up while stopping"), n);
            }
        }
    }

    /** A fault of ours in one resource mustn't hold back the others; a missing store holds back all. */
    private static Answer asked(Supplier<Answer> attempt) {
        try {
            return attempt.get();
        } catch (MongoException | HeldException e) {
            throw e;
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("A delivery broke off");
            return Answer.ours(e);
        }
    }

    /** Quick ones: at most so many. */
    static Attempts quick(int most) {
        return new Attempts(most, new BackOff(Duration.ofMillis(200), Duration.ofSeconds(2)));
    }
}
